using Kybernet.Machinery.Statuses;

namespace Kybernet.Client;

/// <summary>An answer of the API server that the caller did not expect. The message is the server's.</summary>
public sealed class ApiException(ApiError error) : Exception(error.Message)
{
    public ApiError Error { get; } = error;
}
