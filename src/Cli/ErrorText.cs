using System.Net.Sockets;
using System.Security.Authentication;
using Kybernet.Client;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.Cli;

/// <summary>What the user reads when something failed. Upstream: kubectl/pkg/cmd/util/helpers.go, <c>checkErr</c>.</summary>
internal static class ErrorText
{
    /// <summary>The text, with its last line break, and the exit code.</summary>
    public static (string Text, int ExitCode) Of(Exception failure, string path) => failure switch
    {
        UsageException e => ($"error: {e.Message}\nSee '{path} -h' for help and examples\n", e.ExitCode),
        CliException { IsBare: true } e => (e.Message.Length == 0 ? "" : e.Message + "\n", e.ExitCode),
        CliException e => ($"error: {e.Message}\n", e.ExitCode),
        ApiException e => (Of(e.Error), 1),
        HttpRequestException e => (Unreachable(e), 1),
        _ => ($"error: {failure.Message}\n", 1),
    };

    public static string Of(ApiError error)
    {
        if (error.IsInvalid && error.Details is { } details) return Invalid(error, details);
        return error.Reason.Length > 0 ? $"Error from server ({error.Reason}): {error.Message}\n" : $"Error from server: {error.Message}\n";
    }

    /// <summary>The error with where its object came from, as kubectl adds it.</summary>
    public static ApiException At(ApiError error, string verb, string source) =>
        new(error with { Message = $"error when {verb} {QuotedText.Of(source)}: {error.Message}" });

    private static string Invalid(ApiError error, ApiErrorDetails details)
    {
        var what = details.Kind.Length > 0 || details.Name.Length > 0
            ? $"The {details.Kind} {QuotedText.Of(details.Name)} is invalid"
            : "The request is invalid";
        if (details.Causes.Count == 0) return error.Message.Length > 0 && details.Kind.Length == 0 ? $"{what}: {error.Message}\n" : $"{what}\n";
        var causes = details.Causes.Select(static cause => $"{cause.Field}: {cause.Message}").Distinct().ToList();
        return causes.Count == 1 ? $"{what}: {causes[0]}\n" : $"{what}: \n{string.Concat(causes.Select(static cause => $"* {cause}\n"))}";
    }

    private static string Unreachable(HttpRequestException e)
    {
        var host = e.Data["server"] as string ?? "";
        return e.InnerException switch
        {
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
                $"The connection to the server {host} was refused - did you specify the right host or port?\n",
            AuthenticationException inner => $"Unable to connect to the server: tls: failed to verify certificate: {inner.Message}\n",
            { } inner => $"Unable to connect to the server: {inner.Message}\n",
            _ => $"Unable to connect to the server: {e.Message}\n",
        };
    }
}
