using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Admission;

/// <summary>What kind of write admission is asked about.</summary>
public enum AdmissionOperation
{
    Create,
    Update,
    Delete,
    Connect,
}

/// <summary>What admission knows of a write, beside the object.</summary>
public sealed record AdmissionAttributes(ResourceInfo Resource, AdmissionOperation Operation, WriteRequest Request)
{
    public required string Name { get; init; }

    public string Namespace => Request.Namespace;

    public string Subresource => Request.Subresource;
}
