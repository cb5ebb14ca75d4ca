namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>Names kept for configuration in files; while the gate for these is off, they are warned of. Upstream: <c>static_suffix.go</c>.</summary>
internal static class ReservedNames
{
    private const string Suffix = ".static.k8s.io";

    public static void Warn(string name, ICollection<string> warnings)
    {
        if (name.EndsWith(Suffix, StringComparison.Ordinal))
            warnings.Add(
                $"metadata.name: names ending with \"{Suffix}\" are reserved for static manifest-based configurations and cannot be "
                + "managed via the API");
    }
}
