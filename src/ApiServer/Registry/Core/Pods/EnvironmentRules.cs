using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Where a container's environment comes from. Upstream: <c>ValidateEnv</c>, <c>ValidateEnvFrom</c>.</summary>
internal static class EnvironmentRules
{
    private static readonly string[] s_fieldPaths =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    public static void Variables(FieldErrorList errors, FieldPath path, ListOf<EnvVar> variables)
    {
        for (var i = 0; i < variables.Count; i++)
            if (variables[i].ValueFrom is { } source) Source(errors, path.Index(i).Child("valueFrom"), variables[i].Value, source);
    }

    public static void Sources(FieldErrorList errors, FieldPath path, ListOf<EnvFromSource> sources)
    {
        for (var i = 0; i < sources.Count; i++)
        {
            var source = sources[i];
            if (source.ConfigMapRef is { } map) Name(errors, path.Index(i).Child("configMapRef"), map.Name);
            if (source.SecretRef is { } secret) Name(errors, path.Index(i).Child("secretRef"), secret.Name);
            if (source is { ConfigMapRef: null, SecretRef: null })
                errors.Reject(path, "", "must specify one of: `configMapRef` or `secretRef`");
            if (source is { ConfigMapRef: not null, SecretRef: not null })
                errors.Reject(path, "", "may not have more than one field specified at a time");
        }
    }

    private static void Source(FieldErrorList errors, FieldPath path, string value, EnvVarSource source)
    {
        if (source.FieldRef is { } field) DownwardRules.Field(errors, path.Child("fieldRef"), field, s_fieldPaths);
        if (source.ResourceFieldRef is { } resource) DownwardRules.Resource(errors, path.Child("resourceFieldRef"), resource);
        if (source.ConfigMapKeyRef is { } map)
            ReferenceName(errors, path.Child("configMapKeyRef").Child("name"), map.Name);
        if (source.SecretKeyRef is { } secret)
            ReferenceName(errors, path.Child("secretKeyRef").Child("name"), secret.Name);
        if (source.FileKeyRef is { Path.Length: > 0 } file)
            PathRules.NoBacksteps(errors, path.Child("fileKeyRef").Child("path"), file.Path);
        switch (Count(source))
        {
            case 0:
                errors.Reject(
                    path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
                break;
            case > 0 when value.Length > 0:
                errors.Reject(path, "", "may not be specified when `value` is not empty");
                break;
            case > 1:
                errors.Reject(path, "", "may not have more than one field specified at a time");
                break;
        }
    }

    private static int Count(EnvVarSource source)
    {
        ReadOnlySpan<bool> set =
        [
            source.FieldRef is not null, source.ResourceFieldRef is not null, source.ConfigMapKeyRef is not null,
            source.SecretKeyRef is not null, source.FileKeyRef is not null,
        ];
        return set.Count(true);
    }

    /// <summary>The name of a whole ConfigMap or Secret: upstream takes it for a prefix.</summary>
    private static void Name(FieldErrorList errors, FieldPath path, string name)
    {
        if (name.Length == 0) errors.Demand(path.Child("name"));
        else errors.AddInvalid(path.Child("name"), name, ObjectNames.IsDnsSubdomain(name, prefix: true));
    }

    private static void ReferenceName(FieldErrorList errors, FieldPath path, string name) =>
        errors.AddInvalid(path, name, ObjectNames.IsDnsSubdomain(name, prefix: false));
}
