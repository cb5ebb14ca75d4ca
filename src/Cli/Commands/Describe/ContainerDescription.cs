using System.Globalization;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>The containers of a pod or of a template. Upstream: <c>describeContainers</c>.</summary>
/// <param name="description">Where they are written.</param>
/// <param name="pod">The pod, for variables of its fields and states of containers; null for a template.</param>
internal sealed class ContainerDescription(Description description, JsonValue? pod)
{
    /// <param name="label"><c>Containers</c>.</param>
    /// <param name="containers">Of the specification.</param>
    /// <param name="statuses">Of the pod; none for a template.</param>
    public void Write(string label, JsonValue containers, JsonValue statuses)
    {
        var indent = pod is null ? "  " : "";
        description.Line(0, $"{indent}{label}:{(containers.Items.Count == 0 ? " <none>" : "")}");
        foreach (var container in containers.Items.ToArray())
        {
            var name = container.Text("name");
            var status = statuses.Items.FirstOrDefault(one => one.Text("name") == name);
            Basics(container, status, name);
            Words("Command", container["command"]);
            Words("Args", container["args"]);
            if (!status.IsNull) States(status);
            Resources(description, container["resources"], 2);
            Probe("Liveness", container["livenessProbe"]);
            Probe("Readiness", container["readinessProbe"]);
            Probe("Startup", container["startupProbe"]);
            new VariableDescription(description, pod).Write(container);
            Mounts(container);
        }
    }

    /// <summary>Limits and requests.</summary>
    public static void Resources(Description description, JsonValue resources, int level)
    {
        foreach (var (title, member) in ((string, string)[])[("Limits", "limits"), ("Requests", "requests")])
        {
            if (resources[member].Members.Count == 0) continue;
            description.Line(level, $"{title}:");
            foreach (var (name, value) in resources[member].Pairs().OrderBy(static pair => pair.Key, StringComparer.Ordinal))
                description.Field(level + 1, name, value.AsString() ?? "");
        }
    }

    private void Basics(JsonValue container, JsonValue status, string name)
    {
        description.Line(1, $"{(pod is null ? " " : "")}{name}:");
        if (!status.IsNull) description.Field(2, "Container ID", status.Text("containerID"));
        description.Field(2, "Image", container.Text("image"));
        if (!status.IsNull) description.Field(2, "Image ID", status.Text("imageID"));
        Ports("Port", "containerPort", container["ports"]);
        Ports("Host Port", "hostPort", container["ports"]);
        var seccomp = container.At("securityContext", "seccompProfile");
        if (seccomp.IsNull) return;
        description.Field(2, "SeccompProfile", seccomp.Text("type"));
        if (seccomp.Text("type") == "Localhost") description.Field(3, "LocalhostProfile", seccomp.Text("localhostProfile"));
    }

    private void Ports(string title, string member, JsonValue ports)
    {
        var all = string.Join(", ", ports.Items.Select(port =>
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{port.Int(member)}/{port.Text("protocol")}");
            return port.Text("name") is { Length: > 0 } name ? $"{text} ({name})" : text;
        }));
        if (ports.Items.Count > 1) description.Field(2, title + "s", all);
        else description.Field(2, title, SelectorText.OrNone(all));
    }

    private void Words(string title, JsonValue words)
    {
        if (words.Items.Count == 0) return;
        description.Line(2, $"{title}:");
        foreach (var word in words.Items.ToArray())
            foreach (var line in (word.AsString() ?? "").Split('\n')) description.Line(3, line);
    }

    private void States(JsonValue status)
    {
        State("State", status["state"]);
        if (!status.At("lastState", "terminated").IsNull) State("Last State", status["lastState"]);
        description.Field(2, "Ready", status["ready"].AsBool() == true ? "True" : "False");
        description.Field(2, "Restart Count", status.Int("restartCount").ToString(CultureInfo.InvariantCulture));
    }

    private void State(string title, JsonValue state)
    {
        if (!state["running"].IsNull)
        {
            description.Field(2, title, "Running");
            description.Field(3, "Started", description.Time(state.Text("running", "startedAt")));
        }
        else if (state["terminated"] is { IsNull: false } ended)
        {
            description.Field(2, title, "Terminated");
            Filled(3, "Reason", ended.Text("reason"));
            Filled(3, "Message", ended.Text("message"));
            description.Field(3, "Exit Code", ended.Int("exitCode").ToString(CultureInfo.InvariantCulture));
            if (ended.Int("signal") > 0) description.Field(3, "Signal", ended.Int("signal").ToString(CultureInfo.InvariantCulture));
            description.Field(3, "Started", description.Time(ended.Text("startedAt")));
            description.Field(3, "Finished", description.Time(ended.Text("finishedAt")));
        }
        else
        {
            description.Field(2, title, "Waiting");
            Filled(3, "Reason", state.Text("waiting", "reason"));
        }
    }

    private void Filled(int level, string name, string value)
    {
        if (value.Length > 0) description.Field(level, name, value);
    }

    private void Probe(string title, JsonValue probe)
    {
        if (!probe.IsNull) description.Field(2, title, ProbeText.Of(probe));
    }

    private void Mounts(JsonValue container)
    {
        var mounts = container["volumeMounts"].Items;
        description.Line(2, mounts.Count == 0 ? "Mounts:\t<none>" : "Mounts:");
        foreach (var mount in mounts.OrderBy(static one => one.Text("mountPath"), StringComparer.Ordinal))
        {
            var flags = mount["readOnly"].AsBool() == true ? "ro" : "rw";
            if (mount.Text("subPath") is { Length: > 0 } path) flags += $",path=\"{path}\"";
            description.Line(3, $"{mount.Text("mountPath")} from {mount.Text("name")} ({flags})");
        }

        var devices = container["volumeDevices"].Items;
        if (devices.Count == 0) return;
        description.Line(2, mounts.Count == 0 ? "Devices:\t<none>" : "Devices:");
        foreach (var device in devices.OrderBy(static one => one.Text("devicePath"), StringComparer.Ordinal))
            description.Line(3, $"{device.Text("devicePath")} from {device.Text("name")}");
    }
}
