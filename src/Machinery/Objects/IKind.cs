using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.Machinery.Objects;

/// <summary>Anything with <c>kind</c> and <c>apiVersion</c>: objects, lists, options, reviews, Status.</summary>
public interface IKind : IApiMessage
{
    GroupVersionKind Gvk { get; }
}

/// <summary>The typed side of <see cref="IKind"/>.</summary>
public interface IKind<T> : IKind, IApiMessage<T>
    where T : class, IKind<T>
{
    static new abstract GroupVersionKind Gvk { get; }
}

/// <summary>A list kind.</summary>
public interface IObjectList<TList, TItem> : IKind<TList>
    where TList : class, IObjectList<TList, TItem>
{
    ListMeta Metadata { get; }

    ListOf<TItem> Items { get; }
}
