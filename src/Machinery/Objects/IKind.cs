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

/// <summary>A kind with object metadata: what the API server stores.</summary>
public interface IObject : IKind
{
    ObjectMeta Metadata { get; }

    /// <summary>The same object with other metadata.</summary>
    IObject WithMetadata(ObjectMeta metadata);
}

/// <summary>The typed side of <see cref="IObject"/>.</summary>
public interface IObject<T> : IObject, IKind<T>
    where T : class, IObject<T>
{
    /// <summary>The same object with other metadata.</summary>
    new T WithMetadata(ObjectMeta metadata);
}

/// <summary>A list kind.</summary>
public interface IObjectList<TList, TItem> : IKind<TList>
    where TList : class, IObjectList<TList, TItem>
{
    ListMeta Metadata { get; }

    ListOf<TItem> Items { get; }
}
