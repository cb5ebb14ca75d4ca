using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.Registry.StoredVersions;

/// <summary>
/// What values of a store can be: the served kinds, and those kinds in an older version of the same fields. Upstream stores a kind in its
/// older version for one release after the newer one appeared (<c>kubeapiserver/default_storage_factory_builder.go</c>), and a store keeps
/// what nobody has written again.
/// </summary>
internal static class StoredScheme
{
    // Group, older version, kind; the version served now is v1, with the same field numbers and names.
    private static readonly (string Group, string Version, string Kind)[] s_older =
    [
        ("admissionregistration.k8s.io", "v1beta1", "MutatingAdmissionPolicy"),
        ("admissionregistration.k8s.io", "v1beta1", "MutatingAdmissionPolicyBinding"),
        ("admissionregistration.k8s.io", "v1beta1", "ValidatingAdmissionPolicy"),
        ("admissionregistration.k8s.io", "v1beta1", "ValidatingAdmissionPolicyBinding"),
        ("networking.k8s.io", "v1beta1", "IPAddress"),
        ("networking.k8s.io", "v1beta1", "ServiceCIDR"),
        ("storage.k8s.io", "v1beta1", "CSIStorageCapacity"),
        ("storage.k8s.io", "v1beta1", "VolumeAttributesClass"),
    ];

    public static Scheme Of(Scheme served) => new([.. served.Codecs, .. Older(served)], []);

    private static IEnumerable<KindCodec> Older(Scheme served)
    {
        foreach (var (group, version, kind) in s_older)
            if (served.Find(new(group, "v1", kind)) is { } codec && served.Find(new(group, version, kind)) is null)
                yield return new OlderCodec(new(group, version, kind), codec);
    }

    private sealed class OlderCodec(GroupVersionKind gvk, KindCodec codec) : KindCodec
    {
        public override GroupVersionKind Gvk => gvk;

        public override Type Type => codec.Type;

        public override IKind ReadJson(ref JsonReader reader) => codec.ReadJson(ref reader);

        public override IKind ReadProto(ref ProtoReader reader) => codec.ReadProto(ref reader);
    }
}
