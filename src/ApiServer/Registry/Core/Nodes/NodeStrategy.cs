using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Nodes;

/// <summary>Nodes; a new one may bring its status. Upstream: <c>pkg/registry/core/node/strategy.go</c>.</summary>
public sealed class NodeStrategy : Strategy<Node>
{
    public override UpdateStrategy<Node> Status { get; } = new NodeStatusStrategy();

    public override ListOf<string> SelectableFields => ["spec.unschedulable"];

    public override Node Default(Node value) => NodeDefaults.Apply(value);

    /// <summary>Configuration by a ConfigMap is gone; what had it keeps it.</summary>
    public override Node PrepareForCreate(Node value, WriteContext context)
    {
        if (value.Spec.ConfigSource is not null) value = value with { Spec = value.Spec with { ConfigSource = null } };
        return value.Status.Config is null ? value : value with { Status = value.Status with { Config = null } };
    }

    public override Node PrepareForUpdate(Node value, Node old, WriteContext context)
    {
        value = value with { Status = old.Status };
        return old.Spec.ConfigSource is null ? value with { Spec = value.Spec with { ConfigSource = null } } : value;
    }

    public override void Validate(Node value, FieldErrorList errors)
    {
        NodeRules.CheckSpec(value, errors);
        NodeRules.CheckStatus(value, errors);
    }

    public override void ValidateUpdate(Node value, Node old, FieldErrorList errors)
    {
        NodeRules.CheckSpec(value, errors);
        NodeUpdateRules.Check(value, old, errors);
    }

    public override void WarnOnCreate(Node value, ICollection<string> warnings) => Warn(value, warnings);

    public override void WarnOnUpdate(Node value, Node old, ICollection<string> warnings) => Warn(value, warnings);

    public override string? SelectableField(Node value, string field) =>
        field == "spec.unschedulable" ? value.Spec.Unschedulable ? "true" : "false" : null;

    private static void Warn(Node node, ICollection<string> warnings)
    {
        if (node.Spec.ConfigSource is not null) warnings.Add("spec.configSource: the feature is removed");
        if (node.Spec.ExternalID.Length > 0) warnings.Add("spec.externalID: this field is deprecated, and is unused by Kubernetes");
        for (var i = 0; i < node.Spec.PodCIDRs.Count; i++)
            foreach (var warning in IpRules.WarningsForCidr(NodeRules.PodCidrs.Index(i), node.Spec.PodCIDRs[i]))
                warnings.Add(warning);
    }
}
