using System.Text;
using Kybernet.Api.Admission.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>What is sent to a webhook and what comes back: AdmissionReviews. Upstream: <c>webhook/request/admissionreview.go</c>.</summary>
internal static class HookReview
{
    private const string Group = "admission.k8s.io";

    /// <summary>The version of the reviews to send: the first known one; null when the webhook takes none.</summary>
    public static string? VersionFor(AdmissionHook hook) => hook.ReviewVersions.FirstOrDefault(version => version is "v1" or "v1beta1");

    /// <param name="uid">Of the question.</param>
    /// <param name="target">As which version the objects are shown.</param>
    /// <param name="attributes">The request.</param>
    /// <param name="value">The object; null for none.</param>
    /// <param name="old">The object before; null for none.</param>
    /// <param name="shown">The kind of the objects where neither is given.</param>
    public static AdmissionReview Of(
        string uid, ShownVersion target, AdmissionAttributes attributes, IKind? value, IKind? old, GroupVersionKind? shown = null)
    {
        var requested = attributes.Resource;
        var requestKind = attributes.Operation == AdmissionOperation.Connect && (value?.Gvk ?? shown) is { } options
            ? options
            : KindOf(requested, attributes.Subresource);
        var shownKind = value?.Gvk ?? old?.Gvk ?? shown ?? requestKind;
        var user = attributes.User;
        return new()
        {
            Request = new()
            {
                Uid = uid,
                Kind = shownKind,
                Resource = target.Shown.Info.Resource,
                SubResource = attributes.Subresource,
                RequestKind = requestKind,
                RequestResource = requested.Resource,
                RequestSubResource = attributes.Subresource,
                Name = attributes.Name,
                Namespace = HookMatcher.NamespaceOf(attributes),
                Operation = HookMatcher.OperationOf(attributes),
                UserInfo = new() { Username = user.Name, Uid = user.Uid, Groups = user.Groups, Extra = user.Extra },
                Object = Raw(value),
                OldObject = Raw(old),
                DryRun = attributes.Request.IsDryRun,
                Options = Raw(OptionsOf(attributes)),
            },
        };
    }

    public static byte[] Encode(AdmissionReview review, string version)
    {
        var json = ObjectJson.Encode(review);
        return version == "v1" ? json : Encoding.UTF8.GetBytes(JsonValues.Read(json).With("apiVersion", $"{Group}/{version}").ToString());
    }

    /// <summary>The answer in a response, or what is wrong with it.</summary>
    public static AdmissionResponse? Read(ReadOnlySpan<byte> json, string version, string uid, bool isMutating, out string problem)
    {
        problem = "";
        var decoded = ObjectJson.Decode<AdmissionReview>(json, DecodeOptions.Default);
        if (!decoded.Succeeded)
        {
            problem = $"failed to call webhook: {decoded.Error.Message}";
            return null;
        }

        var response = decoded.Value.Response;
        var kind = TypeHeader.Peek(json, DecodeOptions.Default, out _).Gvk;
        problem = response is null ? "webhook response was absent" : Check(response, kind, version, uid, isMutating);
        if (problem.Length == 0) return response;
        problem = $"received invalid webhook response: {problem}";
        return null;
    }

    private static string Check(AdmissionResponse response, GroupVersionKind kind, string version, string uid, bool isMutating)
    {
        if (version != "v1") return "";
        var expected = new GroupVersionKind(Group, "v1", "AdmissionReview");
        if (response.Uid != uid) return $"expected response.uid=\"{uid}\", got \"{response.Uid}\"";
        if (kind != expected) return $"expected webhook response of {expected}, got {kind}";
        var (hasPatch, hasType) = (!response.Patch.IsEmpty, response.PatchType is not null);
        if (!isMutating)
            return hasPatch ? "validating webhook may not return response.patch" : hasType ? "validating webhook may not return response.patchType" : "";
        if (hasPatch && !hasType) return "webhook returned response.patch but not response.patchType";
        if (!hasPatch && hasType) return "webhook returned response.patchType but not response.patch";
        return response.PatchType == "" ? "webhook returned invalid response.patchType of \"\"" : "";
    }

    private static GroupVersionKind KindOf(ResourceInfo resource, string subresource) =>
        (subresource.Length > 0 ? resource.FindSubresource(subresource)?.Kind : null) ?? resource.Kind;

    private static IKind? OptionsOf(AdmissionAttributes attributes)
    {
        ListOf<string> dryRun = attributes.Request.IsDryRun ? ["All"] : [];
        return attributes.Operation switch
        {
            AdmissionOperation.Create => new CreateOptions { DryRun = dryRun, FieldManager = attributes.Request.FieldManager },
            AdmissionOperation.Update => new UpdateOptions { DryRun = dryRun, FieldManager = attributes.Request.FieldManager },
            AdmissionOperation.Delete => attributes.DeleteOptions,
            _ => null,
        };
    }

    private static RawExtension Raw(IKind? value) => value is null ? default : RawExtension.FromJson(ObjectJson.Encode(value));
}
