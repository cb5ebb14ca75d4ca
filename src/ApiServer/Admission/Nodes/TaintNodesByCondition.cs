using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Nodes;

/// <summary>A new node takes no pods until a controller has seen it ready. Upstream: <c>plugin/pkg/admission/nodetaint</c>.</summary>
internal sealed class TaintNodesByCondition() : AdmissionPlugin("TaintNodesByCondition", Resources.Nodes)
{
    private static readonly Taint s_notReady = new() { Key = "node.kubernetes.io/not-ready", Effect = TaintEffect.NoSchedule };

    protected override Outcome<IObject> Mutate(AdmissionAttributes attributes, IObject value, IObject? old)
    {
        if (attributes is not { Operation: AdmissionOperation.Create, Subresource: "" } || value is not Node node) return Outcome<IObject>.Ok(value);
        foreach (var taint in node.Spec.Taints)
            if (taint.Key == s_notReady.Key && taint.Effect == s_notReady.Effect) return Outcome<IObject>.Ok(node);
        return Outcome<IObject>.Ok(node with { Spec = node.Spec with { Taints = node.Spec.Taints.Add(s_notReady) } });
    }
}
