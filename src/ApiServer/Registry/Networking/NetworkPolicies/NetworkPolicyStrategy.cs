using Kybernet.Api.Networking.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Networking.NetworkPolicies;

/// <summary>NetworkPolicies. Upstream: <c>pkg/registry/networking/networkpolicy/strategy.go</c>.</summary>
public sealed class NetworkPolicyStrategy : Strategy<NetworkPolicy>
{
    /// <summary>A policy that does not say so is about ingress, and about egress when it has such rules.</summary>
    public override NetworkPolicy Default(NetworkPolicy value) => value.Spec.PolicyTypes.IsEmpty
        ? value with
        {
            Spec = value.Spec with
            {
                PolicyTypes = value.Spec.Egress.IsEmpty ? [PolicyType.Ingress] : [PolicyType.Ingress, PolicyType.Egress],
            },
        }
        : value;

    public override NetworkPolicy PrepareForCreate(NetworkPolicy value, WriteContext context) =>
        value with { Metadata = value.Metadata with { Generation = 1 } };

    public override NetworkPolicy PrepareForUpdate(NetworkPolicy value, NetworkPolicy old, WriteContext context) =>
        value.Spec == old.Spec ? value : value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };

    public override void Validate(NetworkPolicy value, FieldErrorList errors) =>
        new NetworkPolicyRules(errors, allowInvalidSelectors: false, []).Check(value.Spec);

    public override void ValidateUpdate(NetworkPolicy value, NetworkPolicy old, FieldErrorList errors)
    {
        var before = new FieldErrorList();
        LabelSelectorRules.Validate(before, FieldPath.None, old.Spec.PodSelector.ToTerms());
        string[] had = [.. PolicyBlocks.Of(old.Spec).SelectMany(block => (string[])[block.Block.Cidr, .. block.Block.Except])];
        new NetworkPolicyRules(errors, !before.IsEmpty, had).Check(value.Spec);
    }

    public override void WarnOnCreate(NetworkPolicy value, ICollection<string> warnings)
    {
        foreach (var (block, path) in PolicyBlocks.Of(value.Spec))
        {
            Add(block.Cidr, path.Child("cidr"));
            for (var i = 0; i < block.Except.Count; i++) Add(block.Except[i], path.Child("except").Index(i));
        }

        void Add(string cidr, FieldPath path)
        {
            foreach (var warning in IpRules.WarningsForCidr(path, cidr)) warnings.Add(warning);
        }
    }

    public override void WarnOnUpdate(NetworkPolicy value, NetworkPolicy old, ICollection<string> warnings) => WarnOnCreate(value, warnings);
}
