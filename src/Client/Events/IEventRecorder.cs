using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Events;

/// <summary>Tells users what happened to an object, as Events. Never waits; what cannot be written is dropped and counted.</summary>
/// <remarks>Upstream: client-go/tools/record.</remarks>
public interface IEventRecorder
{
    /// <param name="regarding">The object it is about.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>.</param>
    /// <param name="reason">A CamelCase word for programs: <c>SuccessfulCreate</c>.</param>
    /// <param name="message">A sentence for people.</param>
    void Record(IObject regarding, string type, string reason, string message);

    /// <summary>About a part of the object.</summary>
    /// <param name="regarding">The object it is about.</param>
    /// <param name="fieldPath">The part: <c>spec.containers{web}</c>; empty for the whole object.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>.</param>
    /// <param name="reason">A CamelCase word for programs.</param>
    /// <param name="message">A sentence for people.</param>
    void Record(IObject regarding, string fieldPath, string type, string reason, string message) => Record(regarding, type, reason, message);
}
