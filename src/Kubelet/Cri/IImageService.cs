using Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Cri;

/// <summary>The node's images.</summary>
/// <remarks>Upstream: cri-api, ImageService.</remarks>
internal interface IImageService
{
    Task<IReadOnlyList<Image>> ListImagesAsync(CancellationToken cancel);

    /// <returns>Null when the image is not on the node.</returns>
    Task<Image?> ImageStatusAsync(string image, CancellationToken cancel);

    /// <returns>The reference to give to containers.</returns>
    Task<string> PullImageAsync(ImageSpec image, AuthConfig? credentials, PodSandboxConfig sandbox, CancellationToken cancel);

    Task RemoveImageAsync(string image, CancellationToken cancel);

    Task<ImageFsInfoResponse> ImageFsInfoAsync(CancellationToken cancel);
}
