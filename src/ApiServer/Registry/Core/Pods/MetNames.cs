using System.Runtime.CompilerServices;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>The names met so far in one list. Most lists are short: the first few names are kept without allocating.</summary>
internal struct MetNames
{
    private First _first;
    private int _count;
    private HashSet<string>? _more;

    /// <summary>False when the name was met before.</summary>
    public bool Add(string name)
    {
        if (Contains(name)) return false;
        if (_count < First.Length) _first[_count++] = name;
        else (_more ??= new(StringComparer.Ordinal)).Add(name);
        return true;
    }

    public readonly bool Contains(string name)
    {
        for (var i = 0; i < _count; i++)
            if (_first[i] == name) return true;
        return _more is not null && _more.Contains(name);
    }

    [InlineArray(Length)]
    private struct First
    {
        public const int Length = 6;

        private string _name;
    }
}
