using System.Globalization;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Webhooks;

/// <summary>Where a webhook is, and whom it is believed by. Upstream: <c>webhook.ClientConfig</c>.</summary>
internal sealed record WebhookAddress
{
    /// <summary>Used when there is no service.</summary>
    public string Url { get; init; } = "";

    public WebhookServiceReference? Service { get; init; }

    /// <summary>Certificates in PEM; empty for the system's authorities.</summary>
    public Bytes Authorities { get; init; }

    /// <summary>The addresses that share connections.</summary>
    public string Place => Service is { } service ? $"{service.Namespace}/{service.Name}:{service.Port}" : new Uri(Url).Authority;

    public static WebhookAddress Of(Kybernet.Api.AdmissionRegistration.V1.WebhookClientConfig client) => new()
    {
        Url = client.Url ?? "",
        Service = client.Service is { } service ? new(service.Namespace, service.Name, service.Port ?? 443, service.Path ?? "") : null,
        Authorities = client.CaBundle,
    };

    public static WebhookAddress Of(Kybernet.Api.ApiExtensions.V1.WebhookClientConfig client) => new()
    {
        Url = client.Url ?? "",
        Service = client.Service is { } service ? new(service.Namespace, service.Name, service.Port ?? 443, service.Path ?? "") : null,
        Authorities = client.CaBundle,
    };

    /// <summary>What is posted to. Of a service, the host is the name that its certificate must have.</summary>
    public Uri ToUri() => new(Service is { } service
        ? string.Create(CultureInfo.InvariantCulture, $"https://{service.Name}.{service.Namespace}.svc:{service.Port}/{service.Path.TrimStart('/')}")
        : Url);
}

/// <summary>A service that is a webhook.</summary>
internal sealed record WebhookServiceReference(string Namespace, string Name, int Port, string Path);
