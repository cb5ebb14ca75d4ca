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
    private static readonly GroupVersionKind[] s_older =
    [
        new("admissionregistration.k8s.io", "v1beta1", "MutatingAdmissionPolicy"),
        new("admissionregistration.k8s.io", "v1beta1", "MutatingAdmissionPolicyBinding"),
        new("admissionregistration.k8s.io", "v1beta1", "ValidatingAdmissionPolicy"),
        new("admissionregistration.k8s.io", "v1beta1", "ValidatingAdmissionPolicyBinding"),
        new("networking.k8s.io", "v1beta1", "IPAddress"),
        new("networking.k8s.io", "v1beta1", "ServiceCIDR"),
        new("storage.k8s.io", "v1beta1", "CSIStorageCapacity"),
        new("storage.k8s.io", "v1beta1", "VolumeAttributesClass"),
    ];

    public static Scheme Of(Scheme served)
    {
        var older = Array.FindAll(s_older, kind => served.Find(kind) is null);
        return served.With(new(older, index => new OlderCodec(older[index], served.Find(older[index] with { Version = "v1" })!)));
    }

    private sealed class OlderCodec(GroupVersionKind gvk, KindCodec codec) : KindCodec
    {
        public override GroupVersionKind Gvk => gvk;

        public override Type Type => codec.Type;

        public override IKind ReadJson(ref JsonReader reader) => codec.ReadJson(ref reader);

        public override IKind ReadProto(ref ProtoReader reader) => codec.ReadProto(ref reader);
    }
}
