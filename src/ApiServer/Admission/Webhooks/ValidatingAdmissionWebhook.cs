using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>Shows what is written to validating webhooks, to all at once. Upstream: <c>webhook/validating</c>.</summary>
internal sealed class ValidatingAdmissionWebhook(ClusterView cluster, HookCaller caller) : IAdmissionPlugin
{
    private readonly HookMatcher _matcher = new(cluster);
    private readonly HookList _hooks = new(
        cluster, new("admissionregistration.k8s.io", "validatingwebhookconfigurations"),
        static configuration => AdmissionHook.Of((ValidatingWebhookConfiguration)configuration));

    public string Name => "ValidatingAdmissionWebhook";

    public bool Handles(ResourceInfo resource) => HookMatcher.IsShown(resource);

    public ValueTask<ApiError?> ValidateAsync(AdmissionAttributes attributes, IObject? value, IObject? old, CancellationToken cancel) =>
        _hooks.Current is { Length: > 0 } hooks ? AskAsync(hooks, attributes, value, old, null, cancel) : default;

    public ValueTask<ApiError?> ConnectAsync(AdmissionAttributes attributes, IKind options, CancellationToken cancel) =>
        _hooks.Current is { Length: > 0 } hooks ? AskAsync(hooks, attributes, null, null, options, cancel) : default;

    private async ValueTask<ApiError?> AskAsync(
        AdmissionHook[] hooks, AdmissionAttributes attributes, IObject? value, IObject? old, IKind? options, CancellationToken cancel)
    {
        var asked = new List<Task<HookAnswer>>();
        foreach (var hook in hooks)
        {
            var matched = await _matcher.MatchAsync(hook, attributes, value, old, options, cancel);
            if (!matched.TryGet(out var target, out var error)) return error;
            if (target is not null)
                asked.Add(caller.AskAsync(target, attributes, options ?? target.ToShown(value), target.ToShown(old), isMutating: false, cancel));
        }

        if (asked.Count == 0) return null;
        ApiError? refusal = null;
        var answers = await Task.WhenAll(asked);
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i].Report(attributes);
            if (answers[i].IsFailedOpen) attributes.Annotate($"failed-open.validating.webhook.admission.k8s.io/round_0_index_{i}", answers[i].Hook.Name);
            refusal ??= answers[i].Error;
        }

        return refusal;
    }
}
