using Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Cri;

/// <summary>The images of the container runtime behind a socket.</summary>
/// <param name="connection">Stays the caller's.</param>
internal sealed class CriImages(CriConnection connection) : IImageService
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public async Task<IReadOnlyList<Image>> ListImagesAsync(CancellationToken cancel) =>
        (await connection.CallAsync(o => connection.Images.ListImagesAsync(new(), o), s_patience, cancel)).Images;

    public async Task<Image?> ImageStatusAsync(string image, CancellationToken cancel)
    {
        var request = new ImageStatusRequest { Image = new() { Image = image } };
        var answer = await connection.CallAsync(o => connection.Images.ImageStatusAsync(request, o), s_patience, cancel);
        return answer.Image is { Id.Length: > 0 } found ? found : null;
    }

    public async Task<string> PullImageAsync(ImageSpec image, AuthConfig? credentials, PodSandboxConfig sandbox, CancellationToken cancel)
    {
        var request = new PullImageRequest { Image = image, Auth = credentials, SandboxConfig = sandbox };
        // As long as the runtime reports progress it goes on; it gives up itself.
        return (await connection.CallAsync(o => connection.Images.PullImageAsync(request, o), Timeout.InfiniteTimeSpan, cancel)).ImageRef;
    }

    public Task RemoveImageAsync(string image, CancellationToken cancel) =>
        connection.CallAsync(o => connection.Images.RemoveImageAsync(new() { Image = new() { Image = image } }, o), s_patience, cancel);

    public Task<ImageFsInfoResponse> ImageFsInfoAsync(CancellationToken cancel) =>
        connection.CallAsync(o => connection.Images.ImageFsInfoAsync(new(), o), s_patience, cancel);
}
