using System.Text;
using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Patch;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>Shows what is written to mutating webhooks, one after the other, and applies their patches. Upstream: <c>webhook/mutating</c>.</summary>
internal sealed class MutatingAdmissionWebhook(ClusterView cluster, HookCaller caller) : IAdmissionPlugin
{
    private readonly HookMatcher _matcher = new(cluster);
    private readonly HookList _hooks = new(
        cluster, new("admissionregistration.k8s.io", "mutatingwebhookconfigurations"),
        static configuration => AdmissionHook.Of((MutatingWebhookConfiguration)configuration));

    public string Name => "MutatingAdmissionWebhook";

    public bool Handles(ResourceInfo resource) => HookMatcher.IsShown(resource);

    public ValueTask<Outcome<IObject?>> MutateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel) =>
        _hooks.Current is { Length: > 0 } hooks ? AskAsync(hooks, attributes, value, old, null, cancel) : new(Outcome<IObject?>.Ok(value));

    public async ValueTask<ApiError?> ConnectAsync(AdmissionAttributes attributes, IKind options, CancellationToken cancel) =>
        _hooks.Current is { Length: > 0 } hooks ? (await AskAsync(hooks, attributes, null, null, options, cancel)).Error : null;

    private async ValueTask<Outcome<IObject?>> AskAsync(
        AdmissionHook[] hooks, AdmissionAttributes attributes, IObject? value, IObject? old, IKind? options, CancellationToken cancel)
    {
        var rounds = attributes.Reinvocation.Webhooks;
        rounds.Enter(value);
        for (var i = 0; i < hooks.Length; i++)
        {
            var hook = hooks[i];
            var matched = await _matcher.MatchAsync(hook, attributes, value, old, options, cancel);
            if (!matched.TryGet(out var target, out var error)) return error;
            if (target is null || rounds.Skips(hook)) continue;

            var shown = target.ToShown(value);
            var answer = await caller.AskAsync(target, attributes, options ?? shown, target.ToShown(old), isMutating: true, cancel);
            answer.Report(attributes);
            if (answer.IsFailedOpen)
                attributes.Annotate($"failed-open.mutation.webhook.admission.k8s.io/round_{rounds.Round}_index_{i}", hook.Name);
            if (answer.Error is { } refused) return refused;
            var hasChanged = false;
            if (answer.Response is { Patch.IsEmpty: false } response)
            {
                var patched = Apply(hook, target, response.PatchType ?? "JSONPatch", response.Patch.Span, shown);
                if (!patched.TryGet(out var changed, out error)) return error;
                hasChanged = !Equals(changed, shown);
                value = target.ToRequested(changed);
            }

            attributes.Annotate(
                $"mutation.webhook.admission.k8s.io/round_{rounds.Round}_index_{i}",
                $$"""{"configuration":"{{hook.Configuration}}","webhook":"{{hook.Name}}","mutated":{{(hasChanged ? "true" : "false")}}}""");
            rounds.Asked(hook, hook.WantsReinvocation, hasChanged);
        }

        rounds.Leave(value);
        return Outcome<IObject?>.Ok(value);
    }

    private static Outcome<IObject?> Apply(AdmissionHook hook, HookTarget target, string type, ReadOnlySpan<byte> patch, IObject? value)
    {
        if (type != "JSONPatch") return Failed(hook, $"unsupported patch type \"{type}\"", value);
        var reader = new JsonReader(patch, DecodeOptions.Default);
        var operations = JsonValueCodec.ReadJson(ref reader);
        reader.ExpectEnd();
        if (reader.Fault is { } fault) return Failed(hook, $"received undecodable patch in webhook response: {fault.Message}", value);
        if (operations.Kind == JsonKind.Array && operations.Items.Count == 0) return Outcome<IObject?>.Ok(value);
        if (value is null)
        {
            return ApiError.InternalError(
                $"admission webhook \"{hook.Name}\" attempted to modify the object, which is not supported for this operation");
        }

        var result = JsonPatch.Apply(JsonValues.Read(ObjectJson.Encode(value)), operations);
        if (result.Error is { } wrong) return ApiError.InternalError(wrong.Message);
        return Decode(target, value, Encoding.UTF8.GetBytes(result.Value.ToString()));
    }

    /// <summary>The object a patch made, with its defaults.</summary>
    /// <param name="target">As which version the object was patched.</param>
    /// <param name="value">The object before: what is posted to a subresource may be of another kind than its resource.</param>
    /// <param name="json">The object.</param>
    public static Outcome<IObject?> Decode(ShownVersion target, IObject value, byte[] json)
    {
        var isWhole = value.Gvk == target.Shown.Info.Kind;
        if (isWhole)
        {
            return target.Shown.DecodeJson(json, out var problem) is { } decoded
                ? Outcome<IObject?>.Ok(WriteHandlers.Defaulted(target.Shown, decoded))
                : ApiError.InternalError(problem ?? "the patched object cannot be read");
        }

        var other = ObjectJson.Decode(json, BuiltInApi.Scheme, DecodeOptions.Default);
        return other.Value is IObject read ? Outcome<IObject?>.Ok(read) : ApiError.InternalError(other.Error?.Message ?? "the patched object cannot be read");
    }

    private static Outcome<IObject?> Failed(AdmissionHook hook, string failure, IObject? value) =>
        HookAnswer.Failed(hook, failure).Error is { } error ? error : Outcome<IObject?>.Ok(value);
}
