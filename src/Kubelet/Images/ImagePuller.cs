using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Cri.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Values;
using Container = Kybernet.Api.Core.V1.Container;

namespace Kybernet.Kubelet.Images;

/// <summary>Makes sure that the image of a container is on the node, as its pull policy says.</summary>
/// <remarks>Upstream: kubelet/images, EnsureImageExists.</remarks>
internal sealed class ImagePuller(IImageService images, IClient client, IEventRecorder events, KubeletOptions options, TimeProvider time) : IDisposable
{
    private readonly BackOffs _backOffs = new(time);
    private readonly SemaphoreSlim _pulling = new(options.SerializeImagePulls ? 1 : 16);

    /// <returns>What to give to the runtime, or why the container has to wait.</returns>
    public async Task<(string Ref, StartFailure? Failure)> EnsureAsync(Pod pod, Container container, PodSandboxConfig sandbox, CancellationToken cancel)
    {
        if (ImageNames.Normalize(container.Image) is not { } image)
        {
            var message = $"Failed to apply default image tag \"{container.Image}\": couldn't parse image name \"{container.Image}\": invalid reference format";
            events.Record(pod, pod.PathOf(container.Name), EventTypes.Warning, "InspectFailed", message);
            return ("", new("InvalidImageName", message));
        }

        var there = await images.ImageStatusAsync(image, cancel);
        if (there is not null && container.ImagePullPolicy != PullPolicy.Always)
        {
            const string Message = "already present on machine and can be accessed by the pod";
            events.Record(pod, pod.PathOf(container.Name), EventTypes.Normal, "Pulled", $"Container image \"{container.Image}\" {Message}");
            return (there.Id, null);
        }

        if (container.ImagePullPolicy == PullPolicy.Never)
        {
            var message = $"Container image \"{container.Image}\" is not present with pull policy of Never";
            events.Record(pod, pod.PathOf(container.Name), EventTypes.Warning, "ErrImageNeverPull", message);
            return ("", new("ErrImageNeverPull", message));
        }

        return await PullAsync(pod, container, image, sandbox, cancel);
    }

    public void Dispose() => _pulling.Dispose();

    private async Task<(string Ref, StartFailure? Failure)> PullAsync(
        Pod pod, Container container, string image, PodSandboxConfig sandbox, CancellationToken cancel)
    {
        var key = $"{pod.Metadata.Uid}_{image}";
        if (_backOffs.Remaining(key) is { } left)
        {
            var message = $"Back-off pulling image \"{container.Image}\"";
            if (_backOffs.LastError(key) is { Length: > 0 } why) message += $": ErrImagePull: {why}";
            events.Record(
                pod, pod.PathOf(container.Name), EventTypes.Normal, "BackOff", $"Back-off pulling image \"{container.Image}\"");
            return ("", new("ImagePullBackOff", message) { RetryAfter = left });
        }

        events.Record(pod, pod.PathOf(container.Name), EventTypes.Normal, "Pulling", $"Pulling image \"{container.Image}\"");
        var start = time.GetTimestamp();
        await _pulling.WaitAsync(cancel);
        try
        {
            var spec = new ImageSpec { Image = image, UserSpecifiedImage = container.Image };
            var reference = await PullWithSecretsAsync(pod, image, spec, sandbox, cancel);
            var size = (await images.ImageStatusAsync(reference, cancel))?.Size ?? 0;
            var took = Duration.From(time.GetElapsedTime(start));
            events.Record(pod, pod.PathOf(container.Name), EventTypes.Normal, "Pulled",
                $"Successfully pulled image \"{container.Image}\" in {took} ({took} including waiting). Image size: {size} bytes.");
            _backOffs.Forget(key);
            return (reference, null);
        }
        catch (CriException e)
        {
            var message = $"failed to pull image \"{container.Image}\": {e.Detail}";
            events.Record(pod, pod.PathOf(container.Name), EventTypes.Warning, "Failed", $"Failed to pull image \"{container.Image}\": {message}");
            return ("", new("ErrImagePull", message) { RetryAfter = _backOffs.Next(key, message) });
        }
        finally
        {
            _pulling.Release();
        }
    }

    /// <summary>With each credential of the pod that is for the image's registry, until one is good; with none when there is none.</summary>
    private async Task<string> PullWithSecretsAsync(Pod pod, string image, ImageSpec spec, PodSandboxConfig sandbox, CancellationToken cancel)
    {
        CriException? last = null;
        foreach (var secret in pod.Spec.ImagePullSecrets.ToArray())
        {
            var read = await client.GetAsync<Secret>(new(pod.Metadata.Namespace, secret.Name), cancel);
            if (!read.TryGet(out var found, out _)) continue;
            foreach (var credentials in PullSecrets.For(found, image))
            {
                try
                {
                    return await images.PullImageAsync(spec, credentials, sandbox, cancel);
                }
                catch (CriException e)
                {
                    last = e;
                }
            }
        }

        return last is null ? await images.PullImageAsync(spec, null, sandbox, cancel) : throw last;
    }
}
