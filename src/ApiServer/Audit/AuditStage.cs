namespace Kybernet.ApiServer.Audit;

/// <summary>When an event is written.</summary>
internal static class AuditStage
{
    /// <summary>The request has come, and it is known who sends it.</summary>
    public const string RequestReceived = "RequestReceived";

    /// <summary>The answer's head is sent, its body goes on: watches and streams only.</summary>
    public const string ResponseStarted = "ResponseStarted";

    /// <summary>The answer is whole.</summary>
    public const string ResponseComplete = "ResponseComplete";

    /// <summary>The server failed over it.</summary>
    public const string Panic = "Panic";

    public static string[] All { get; } = [RequestReceived, ResponseStarted, ResponseComplete, Panic];
}
