using Kybernet.Api.Node.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.RuntimeClasses;

/// <summary>Runtime classes. Upstream: <c>pkg/registry/node/runtimeclass</c>.</summary>
public sealed class RuntimeClassStrategy : Strategy<RuntimeClass>
{
    public override bool AllowsCreateOnUpdate => true;

    public override bool AllowsUnconditionalUpdate => false;

    public override void Validate(RuntimeClass value, FieldErrorList errors)
    {
        if (value.Overhead is { } overhead) OverheadRules.Validate(errors, FieldPath.Of("overhead"), overhead.PodFixed);
        if (value.Scheduling is not { } scheduling) return;
        var path = FieldPath.Of("scheduling");
        MetadataRules.Labels(errors, path.Child("nodeSelector"), scheduling.NodeSelector);
        TolerationRules.Validate(errors, path.Child("tolerations"), scheduling.Tolerations);
    }

    public override void WarnOnCreate(RuntimeClass value, ICollection<string> warnings)
    {
        if (value.Scheduling is not { } scheduling) return;
        foreach (var (label, _) in scheduling.NodeSelector)
            if (DeprecatedNodeLabels.Find(label) is { } message) warnings.Add($"scheduling.nodeSelector: {message}");
    }

    public override void WarnOnUpdate(RuntimeClass value, RuntimeClass old, ICollection<string> warnings) => WarnOnCreate(value, warnings);
}
