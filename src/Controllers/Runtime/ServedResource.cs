using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.Runtime;

/// <summary>A resource the API server serves, built in or custom.</summary>
/// <param name="Resource">In one version of its group.</param>
/// <param name="Kind">The kind of its objects, in that version.</param>
/// <param name="IsNamespaced">Its objects live in namespaces.</param>
/// <param name="Verbs">What can be done to it: <c>list</c>, <c>delete</c>, …</param>
public sealed record ServedResource(GroupVersionResource Resource, GroupVersionKind Kind, bool IsNamespaced, ListOf<string> Verbs)
{
    public bool Can(string verb) => Verbs.Contains(verb);
}
