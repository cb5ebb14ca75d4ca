using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.Client.Events;

/// <summary>Makes events of one component and hands them to the writer.</summary>
internal sealed class EventRecorder(EventWriter writer, EventSourceName source, TimeProvider time) : IEventRecorder
{
    public void Record(IObject regarding, string type, string reason, string message) => Record(regarding, "", type, reason, message);

    public void Record(IObject regarding, string fieldPath, string type, string reason, string message)
    {
        var now = time.GetUtcNow();
        var metadata = regarding.Metadata;
        writer.Add(new()
        {
            Metadata = new()
            {
                Name = writer.NameOf(metadata.Name, now),
                // Events about what is in no namespace are in the default one.
                Namespace = metadata.Namespace.Length > 0 ? metadata.Namespace : "default",
            },
            InvolvedObject = new()
            {
                Kind = regarding.Gvk.Kind,
                ApiVersion = regarding.Gvk.ToApiVersion(),
                Namespace = metadata.Namespace,
                Name = metadata.Name,
                Uid = metadata.Uid,
                ResourceVersion = metadata.ResourceVersion,
                FieldPath = fieldPath,
            },
            Reason = reason,
            Message = message,
            Type = type,
            FirstTimestamp = Time.From(now),
            LastTimestamp = Time.From(now),
            Count = 1,
            Source = new() { Component = source.Component, Host = source.Host },
            ReportingComponent = source.Component,
            ReportingInstance = source.Host,
        });
    }
}
