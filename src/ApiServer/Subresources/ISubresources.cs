using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Subresources;

/// <summary>A subresource that something is posted to: <c>pods/binding</c>, <c>pods/eviction</c>.</summary>
internal interface IPostedSubresource
{
    /// <summary>The kind that is posted.</summary>
    GroupVersionKind Kind { get; }

    /// <summary>Does it; the answer's kind is the subresource's choice.</summary>
    ValueTask<Outcome<IKind>> PostAsync(Resource resource, IKind body, WriteRequest request, CancellationToken cancel);
}

/// <summary>A subresource that shows a part of its object as another kind, and takes it back changed: <c>scale</c>.</summary>
internal interface IViewSubresource
{
    /// <summary>The kind shown.</summary>
    GroupVersionKind Kind { get; }

    IObject View(IObject parent);

    /// <summary>The object with the view's values; an error when the view is not valid.</summary>
    Outcome<IObject> Apply(IObject parent, IObject view);
}
