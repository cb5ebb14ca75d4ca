using Kybernet.Base;

namespace Kybernet.Store;

/// <summary>A key and what the store knows of it at some revision.</summary>
/// <param name="Key">The key, never empty.</param>
/// <param name="Value">The value; empty when the request asked for keys only.</param>
/// <param name="CreateRevision">The revision of the put that created the key, or created it anew after a deletion.</param>
/// <param name="ModRevision">The revision of the last change.</param>
/// <param name="Version">1 after the creating put, one more with each put after it.</param>
/// <param name="Lease">The lease the last put attached the key to, or none.</param>
public sealed record KeyValue(Bytes Key, Bytes Value, Revision CreateRevision, Revision ModRevision, long Version, LeaseId Lease)
{
    public override string ToString() => $"{Key}={Value} (create {CreateRevision}, mod {ModRevision}, version {Version}, lease {Lease})";
}
