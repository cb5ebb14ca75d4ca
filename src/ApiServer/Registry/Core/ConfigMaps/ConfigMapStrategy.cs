using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.ConfigMaps;

/// <summary>ConfigMaps. Upstream: <c>pkg/registry/core/configmap/strategy.go</c>.</summary>
public sealed class ConfigMapStrategy : Strategy<ConfigMap>
{
    public override void Validate(ConfigMap value, FieldErrorList errors) => ConfigMapRules.Check(value, errors);

    public override void ValidateUpdate(ConfigMap value, ConfigMap old, FieldErrorList errors)
    {
        if (old.Immutable == true) ConfigMapRules.CheckUnchanged(value, old, errors);
        ConfigMapRules.Check(value, errors);
    }
}
