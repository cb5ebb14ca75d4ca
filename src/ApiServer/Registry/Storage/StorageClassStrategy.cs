using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry.RuntimeClasses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Storage;

/// <summary>Storage classes. Upstream: <c>pkg/registry/storage/storageclass</c>.</summary>
public sealed class StorageClassStrategy : Strategy<StorageClass>
{
    public override void Validate(StorageClass value, FieldErrorList errors)
    {
        StorageParameterRules.Driver(errors, FieldPath.Of("provisioner"), value.Provisioner);
        StorageParameterRules.Parameters(errors, FieldPath.Of("parameters"), value.Parameters, allowEmpty: true);
        if (value.ReclaimPolicy is { Length: > 0 } policy and not ("Delete" or "Retain"))
            errors.Add(FieldError.NotSupported(FieldPath.Of("reclaimPolicy"), FieldValue.JsonString(policy), ["Delete", "Retain"]));
        if (value.VolumeBindingMode is null) errors.Add(FieldError.Required(FieldPath.Of("volumeBindingMode"), ""));
        AllowedTopologyRules.Validate(errors, FieldPath.Of("allowedTopologies"), value.AllowedTopologies);
    }

    public override void WarnOnCreate(StorageClass value, ICollection<string> warnings)
    {
        for (var i = 0; i < value.AllowedTopologies.Count; i++)
        {
            var path = FieldPath.Of("allowedTopologies").Index(i).Child("matchLabelExpressions");
            var expressions = value.AllowedTopologies[i].MatchLabelExpressions;
            for (var j = 0; j < expressions.Count; j++)
                if (DeprecatedNodeLabels.Find(expressions[j].Key) is { } message) warnings.Add($"{path.Index(j).Child("key")}: {message}");
        }
    }

    public override void WarnOnUpdate(StorageClass value, StorageClass old, ICollection<string> warnings) => WarnOnCreate(value, warnings);
}
