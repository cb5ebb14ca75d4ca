using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.Namespaces;

internal static partial class NamespaceLog
{
    [LoggerMessage(20, LogLevel.Warning, "The conditions of namespace {Namespace} could not be written: {Message}")]
    public static partial void StatusNotWritten(ILogger log, string @namespace, string message);
}
