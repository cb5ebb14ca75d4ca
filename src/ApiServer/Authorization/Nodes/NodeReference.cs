namespace Kybernet.ApiServer.Authorization.Nodes;

/// <summary>What kinds of objects pods refer to.</summary>
internal enum ReferenceKind
{
    Secret,
    ConfigMap,
    VolumeClaim,
    ServiceAccount,
    ResourceClaim,
}

/// <summary>An object a pod refers to.</summary>
internal readonly record struct NodeReference(ReferenceKind Kind, string Namespace, string Name);
