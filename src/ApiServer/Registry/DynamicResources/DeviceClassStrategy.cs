using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>Classes of devices. Upstream: <c>pkg/registry/resource/deviceclass</c>.</summary>
public sealed class DeviceClassStrategy : Strategy<DeviceClass>
{
    public override ListOf<string> CheckName(string name, bool prefix) =>
        DnsNames.IsLongName(prefix ? ObjectNames.MaskTrailingDash(name) : name);

    public override DeviceClass PrepareForCreate(DeviceClass value, WriteContext context) =>
        value with { Metadata = value.Metadata with { Generation = 1 } };

    public override DeviceClass PrepareForUpdate(DeviceClass value, DeviceClass old, WriteContext context) => value.Spec == old.Spec
        ? value
        : value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };

    public override void Validate(DeviceClass value, FieldErrorList errors) => Validate(value, null, errors);

    public override void ValidateUpdate(DeviceClass value, DeviceClass old, FieldErrorList errors) => Validate(value, old, errors);

    private static void Validate(DeviceClass value, DeviceClass? old, FieldErrorList errors)
    {
        var path = FieldPath.Of("spec");
        var isStored = old is not null && value.Spec.Config == old.Spec.Config;
        for (var i = 0; i < value.Spec.Config.Count; i++)
            if (value.Spec.Config[i].Opaque is { } opaque)
                OpaqueRules.Validate(
                    errors, path.Child("config").Index(i).Child("opaque").Child("parameters"), opaque.Parameters, isStored);
        if (value.Spec.ExtendedResourceName is { } name && !IsExtendedResource(name))
            errors.Add(FieldError.Invalid(path.Child("extendedResourceName"), name, "must be a valid extended resource name"));
    }

    private static bool IsExtendedResource(string name) => name.Contains('/', StringComparison.Ordinal)
        && !name.Contains("kubernetes.io/", StringComparison.Ordinal)
        && !name.StartsWith("requests.", StringComparison.Ordinal)
        && QualifiedNames.IsQualifiedName("requests." + name).IsEmpty;
}
