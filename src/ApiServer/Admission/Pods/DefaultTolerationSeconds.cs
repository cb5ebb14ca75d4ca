using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Pods;

/// <summary>
/// A pod stays five minutes on a node that is not ready or cannot be reached, unless it says otherwise.
/// Upstream: <c>plugin/pkg/admission/defaulttolerationseconds</c>.
/// </summary>
internal sealed class DefaultTolerationSeconds(long notReadySeconds, long unreachableSeconds)
    : AdmissionPlugin("DefaultTolerationSeconds", Resources.Pods)
{
    private readonly Toleration _notReady = Lasting("node.kubernetes.io/not-ready", notReadySeconds);
    private readonly Toleration _unreachable = Lasting("node.kubernetes.io/unreachable", unreachableSeconds);

    protected override Outcome<IObject> Mutate(AdmissionAttributes attributes, IObject value, IObject? old)
    {
        if (attributes.Subresource.Length > 0 || value is not Pod pod) return Outcome<IObject>.Ok(value);
        bool hasNotReady = false, hasUnreachable = false;
        foreach (var toleration in pod.Spec.Tolerations)
        {
            hasNotReady |= Tolerates(toleration, _notReady.Key);
            hasUnreachable |= Tolerates(toleration, _unreachable.Key);
        }

        if (hasNotReady && hasUnreachable) return Outcome<IObject>.Ok(pod);
        Toleration[] added = hasNotReady ? [_unreachable] : hasUnreachable ? [_notReady] : [_notReady, _unreachable];
        return Outcome<IObject>.Ok(pod with { Spec = pod.Spec with { Tolerations = pod.Spec.Tolerations.AddRange(added) } });
    }

    private static bool Tolerates(Toleration toleration, string key) =>
        (toleration.Key == key || toleration.Key.Length == 0) && toleration.Effect is TaintEffect.NoExecute or "";

    private static Toleration Lasting(string key, long seconds) =>
        new() { Key = key, Operator = TolerationOperator.Exists, Effect = TaintEffect.NoExecute, TolerationSeconds = seconds };
}
