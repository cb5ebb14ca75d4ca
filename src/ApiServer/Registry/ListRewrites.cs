using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry;

/// <summary>Changes items of immutable lists, and keeps the list itself when no item changed.</summary>
internal static class ListRewrites
{
    extension<T>(ListOf<T> list)
        where T : class
    {
        /// <summary>
        /// The list of what <paramref name="rewrite"/> makes of the items; the same list when it returned the very same items.
        /// </summary>
        public ListOf<T> Rewrite(Func<T, T> rewrite)
        {
            T[]? changed = null;
            for (var i = 0; i < list.Count; i++)
            {
                var item = rewrite(list[i]);
                if (ReferenceEquals(item, list[i])) continue;
                changed ??= list.AsSpan().ToArray();
                changed[i] = item;
            }

            return changed is null ? list : ListOf<T>.Adopt(changed);
        }

        /// <summary>True when both are the same list, not only equal ones.</summary>
        public bool IsSame(ListOf<T> other)
        {
            if (list.Count != other.Count) return false;
            for (var i = 0; i < list.Count; i++)
                if (!ReferenceEquals(list[i], other[i])) return false;
            return true;
        }
    }
}
