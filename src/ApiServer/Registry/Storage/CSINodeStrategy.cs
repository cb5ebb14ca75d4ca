using System.Text;
using Kybernet.Api.Storage.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Storage;

/// <summary>The drivers of a node. Upstream: <c>pkg/registry/storage/csinode</c>.</summary>
public sealed class CSINodeStrategy : Strategy<CSINode>
{
    private const int NodeIdMaxBytes = 256;

    public override bool AllowsUnconditionalUpdate => false;

    public override void Validate(CSINode value, FieldErrorList errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var drivers = value.Spec.Drivers;
        for (var i = 0; i < drivers.Count; i++)
        {
            var path = FieldPath.Of("spec").Child("drivers").Index(i);
            if (Encoding.UTF8.GetByteCount(drivers[i].NodeID) > NodeIdMaxBytes)
                errors.Add(FieldError.Invalid(path.Child("nodeID"), drivers[i].NodeID, $"must be {NodeIdMaxBytes} characters or less"));
            if (!names.Add(drivers[i].Name)) errors.Add(FieldError.Duplicate(path.Child("name"), drivers[i].Name));
            ValidateTopologyKeys(errors, path, drivers[i]);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Drivers come and go; of one that stays only the number of volumes it can take may change.</remarks>
    public override void ValidateUpdate(CSINode value, CSINode old, FieldErrorList errors)
    {
        Validate(value, errors);
        foreach (var before in old.Spec.Drivers)
            foreach (var after in value.Spec.Drivers)
                if (before.Name == after.Name)
                    ImmutableRules.Immutable(
                        errors, FieldPath.Of("spec").Child("drivers"),
                        after with { Allocatable = null }, before with { Allocatable = null }, ImmutableRules.Shown);
    }

    /// <summary>The errors have the driver's path, as upstream's.</summary>
    private static void ValidateTopologyKeys(FieldErrorList errors, FieldPath path, CSINodeDriver driver)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in driver.TopologyKeys)
        {
            if (key.Length == 0) errors.Add(FieldError.Required(path, key));
            if (!seen.Add(key)) errors.Add(FieldError.Duplicate(path, key));
            errors.AddInvalid(path, key, QualifiedNames.IsQualifiedName(key));
        }
    }
}
