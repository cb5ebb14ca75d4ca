using Kybernet.Api.Storage.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Storage;

/// <summary>Volume attributes classes, which never change. Upstream: <c>pkg/registry/storage/volumeattributesclass</c>.</summary>
public sealed class VolumeAttributesClassStrategy : Strategy<VolumeAttributesClass>
{
    public override void Validate(VolumeAttributesClass value, FieldErrorList errors)
    {
        StorageParameterRules.Driver(errors, FieldPath.Of("driverName"), value.DriverName);
        StorageParameterRules.Parameters(errors, FieldPath.Of("parameters"), value.Parameters, allowEmpty: false);
    }

    public override void ValidateUpdate(VolumeAttributesClass value, VolumeAttributesClass old, FieldErrorList errors)
    {
        if (value.DriverName != old.DriverName)
            errors.Add(FieldError.Forbidden(FieldPath.Of("driverName"), "updates to driverName are forbidden."));
        if (value.Parameters != old.Parameters)
            errors.Add(FieldError.Forbidden(FieldPath.Of("parameters"), "updates to parameters are forbidden."));
        Validate(value, errors);
    }
}
