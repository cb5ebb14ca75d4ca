using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Nodes;

/// <summary>What a kubelet writes.</summary>
internal sealed class NodeStatusStrategy : UpdateStrategy<Node>
{
    public override Node PrepareForUpdate(Node value, Node old, WriteContext context)
    {
        value = value with { Spec = old.Spec };
        return old.Status.Config is null && value.Status.Config is not null
            ? value with { Status = value.Status with { Config = null } }
            : value;
    }

    public override void ValidateUpdate(Node value, Node old, FieldErrorList errors) => NodeUpdateRules.Check(value, old, errors);
}
