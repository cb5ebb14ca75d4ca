using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;

namespace Kybernet.ApiServer.Admission.Pods;

/// <summary>Which secrets a pod may refer to; each answers what is wrong, or null. Upstream: <c>limitSecretReferences</c>.</summary>
internal static class SecretReferences
{
    private const string EnforceAnnotation = "kubernetes.io/enforce-mountable-secrets";

    /// <summary>The account lets its pods have no other secrets than its own.</summary>
    public static bool AreLimited(ServiceAccount account) =>
        account.Metadata.Annotations.GetValueOrDefault(EnforceAnnotation) is "1" or "t" or "T" or "true" or "TRUE" or "True";

    /// <summary>A mirror pod may refer to nothing of the kind: its node would otherwise get at it.</summary>
    public static string? OfMirror(Pod pod)
    {
        if (pod.Spec.ServiceAccountName.Length > 0) return "a mirror pod may not reference service accounts";
        if (PodReferences.Secrets(pod.Spec).Any()) return "a mirror pod may not reference secrets";
        foreach (var volume in pod.Spec.Volumes)
            foreach (var source in volume.Projected?.Sources ?? default)
                if (source.ServiceAccountToken is not null) return "a mirror pod may not use ServiceAccountToken volume projections";
        return null;
    }

    public static string? Of(Pod pod, ServiceAccount account)
    {
        foreach (var volume in pod.Spec.Volumes)
            if (volume.Secret is { } secret && !May(account, secret.SecretName))
                return $"volume with secret.secretName=\"{secret.SecretName}\"{Refusal(account)}";
        foreach (var container in pod.Spec.InitContainers)
            if (Of("init container", container, account) is { } wrong) return wrong;
        foreach (var container in pod.Spec.Containers)
            if (Of("container", container, account) is { } wrong) return wrong;
        for (var i = 0; i < pod.Spec.ImagePullSecrets.Count; i++)
        {
            var name = pod.Spec.ImagePullSecrets[i].Name;
            if (!account.ImagePullSecrets.Any(secret => secret.Name == name))
            {
                return $"imagePullSecrets[{i}].name=\"{name}\" is not allowed because service account {account.Metadata.Name} "
                    + "does not reference that imagePullSecret";
            }
        }

        return null;
    }

    public static string? OfEphemeral(Pod pod, ServiceAccount account)
    {
        foreach (var container in pod.Spec.EphemeralContainers)
            if (Of("ephemeral container", PodContainers.ToContainer(container), account) is { } wrong) return wrong;
        return null;
    }

    private static string? Of(string what, Container container, ServiceAccount account)
    {
        foreach (var variable in container.Env)
        {
            if (variable.ValueFrom?.SecretKeyRef is { } key && !May(account, key.Name))
                return $"{what} {container.Name} with envVar {variable.Name} referencing secret.secretName=\"{key.Name}\"{Refusal(account)}";
        }

        foreach (var source in container.EnvFrom)
        {
            if (source.SecretRef is { } secret && !May(account, secret.Name))
                return $"{what} {container.Name} with envFrom referencing secret.secretName=\"{secret.Name}\"{Refusal(account)}";
        }

        return null;
    }

    private static bool May(ServiceAccount account, string secret) => account.Secrets.Any(reference => reference.Name == secret);

    private static string Refusal(ServiceAccount account) =>
        $" is not allowed because service account {account.Metadata.Name} does not reference that secret";
}
