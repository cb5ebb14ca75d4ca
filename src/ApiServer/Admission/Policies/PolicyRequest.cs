using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission.Access;
using Kybernet.ApiServer.Admission.Webhooks;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>A request as the expressions of policies see it: the parts they may ask of are made once, when the first policy matches.</summary>
internal sealed class PolicyRequest
{
    private readonly AdmissionAttributes _attributes;
    private ShownVersion? _version;
    private IKind? _value;
    private JsonValue? _review;

    private PolicyRequest(ClusterView cluster, AdmissionAttributes attributes, JsonValue space)
    {
        (_attributes, Namespace) = (attributes, space);
        Access = new(cluster.Authorizer);
    }

    /// <summary>The namespace the object is in, or will be; null for what is in none, and for namespaces.</summary>
    public JsonValue Namespace { get; }

    /// <summary>Who may do what, for the expressions that ask.</summary>
    public AccessQuestions Access { get; }

    public AdmissionAttributes Attributes => _attributes;

    public JsonValue Object { get; private set; }

    public JsonValue OldObject { get; private set; }

    /// <summary>The request without its objects. Upstream: <c>CreateAdmissionRequest</c>.</summary>
    public JsonValue Review => _review ??= Read(HookReview.Of("", _version!, _attributes, null, null, _value?.Gvk))["request"];

    public static async ValueTask<Outcome<PolicyRequest>> ReadAsync(ClusterView cluster, AdmissionAttributes attributes, CancellationToken cancel)
    {
        var name = attributes.Resource.GroupResource == Resources.Namespaces ? "" : attributes.Namespace;
        if (name.Length == 0) return new PolicyRequest(cluster, attributes, JsonValue.Null);
        var read = await ObjectReader.ReadCachedAsync(cluster.Resource(Resources.Namespaces), name, cancel);
        if (!read.TryGet(out var stored, out var error)) return error;
        if (stored is null) return ApiError.NotFound(Resources.Namespaces, name);
        return new PolicyRequest(cluster, attributes, SpaceOf((Namespace)stored.Value));
    }

    /// <summary>Shows the objects as a version of their resource.</summary>
    /// <param name="version">Which.</param>
    /// <param name="value">The object; null for deletions. Of a connection how it is made.</param>
    /// <param name="old">The object before; null for creations.</param>
    public void Show(ShownVersion version, IKind? value, IObject? old)
    {
        var shown = value is IObject whole ? version.ToShown(whole) : value;
        if (_version is not null && ReferenceEquals(_value, shown) && ReferenceEquals(_version.Shown, version.Shown)) return;
        (_version, _value, _review) = (version, shown, null);
        (Object, OldObject) = (Read(shown), Read(version.ToShown(old)));
    }

    public static JsonValue Read(IKind? value) => value is null ? JsonValue.Null : JsonValues.Read(ObjectJson.Encode(value));

    private static JsonValue SpaceOf(Namespace space) => Read(space with
    {
        Metadata = space.Metadata with { ManagedFields = default, OwnerReferences = default, SelfLink = "" },
    }).Without("apiVersion").Without("kind");
}
