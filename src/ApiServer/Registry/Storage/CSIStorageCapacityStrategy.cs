using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry.RuntimeClasses;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Storage;

/// <summary>Capacity of a class in a segment of the topology. Upstream: <c>pkg/registry/storage/csistoragecapacity</c>.</summary>
public sealed class CSIStorageCapacityStrategy : Strategy<CSIStorageCapacity>
{
    public override bool AllowsUnconditionalUpdate => false;

    public override void Validate(CSIStorageCapacity value, FieldErrorList errors) => Validate(value, errors, allowInvalidValues: false);

    public override void ValidateUpdate(CSIStorageCapacity value, CSIStorageCapacity old, FieldErrorList errors)
    {
        var found = new FieldErrorList();
        LabelSelectorRules.Validate(found, FieldPath.None, old.NodeTopology.ToTerms());
        Validate(value, errors, allowInvalidValues: !found.IsEmpty);
    }

    public override void WarnOnCreate(CSIStorageCapacity value, ICollection<string> warnings) =>
        DeprecatedNodeLabels.Warn(warnings, FieldPath.Of("nodeTopology"), value.NodeTopology);

    public override void WarnOnUpdate(CSIStorageCapacity value, CSIStorageCapacity old, ICollection<string> warnings) =>
        WarnOnCreate(value, warnings);

    private static void Validate(CSIStorageCapacity value, FieldErrorList errors, bool allowInvalidValues)
    {
        LabelSelectorRules.Validate(errors, FieldPath.Of("nodeTopology"), value.NodeTopology.ToTerms(), allowInvalidValues);
        if (value.Capacity is { } capacity) QuantityRules.Minimum(errors, FieldPath.Of("capacity"), capacity, 0);
    }
}
