using System.Globalization;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>The layouts of kinds that have one of their own, and the one of all others. Upstream: kubectl/pkg/describe/describe.go.</summary>
internal static class KindDescriptions
{
    private static readonly string[] s_acronyms = ["API", "URL", "UID", "GUID"];
    private static readonly string[] s_shown = ["managedFields", "name", "namespace", "labels", "annotations"];

    /// <summary>Writes all but the events.</summary>
    /// <returns>Whether events follow.</returns>
    public static async Task<bool> WriteAsync(Description description, Target target, Related related)
    {
        var value = target.Object;
        switch (target.KindName)
        {
            case "deployment.apps":
                await WorkloadDescriptions.DeploymentAsync(description, value, related);
                return true;
            case "replicaset.apps":
                await WorkloadDescriptions.ReplicaSetAsync(description, value, related);
                return true;
            case "daemonset.apps":
                await WorkloadDescriptions.DaemonSetAsync(description, value, related);
                return true;
            case "statefulset.apps":
                await WorkloadDescriptions.StatefulSetAsync(description, value, related);
                return true;
            case "service":
                await ServiceDescription.ServiceAsync(description, value, related);
                return true;
            case "node":
                await NodeDescription.WriteAsync(description, value, related);
                return true;
            case "persistentvolumeclaim":
                await ClaimDescription.WriteAsync(description, value, related);
                return true;
            case "namespace":
                await NamespaceDescription.WriteAsync(description, value, related);
                return false;
            default:
                return Write(description, target);
        }
    }

    /// <summary>Those that need nothing but the object.</summary>
    private static bool Write(Description description, Target target)
    {
        switch (target.KindName)
        {
            case "pod":
                PodDescription.Write(description, target.Object);
                return true;
            case "job.batch":
                JobDescriptions.Job(description, target.Object);
                return true;
            case "cronjob.batch":
                JobDescriptions.CronJob(description, target.Object);
                return true;
            case "endpointslice.discovery.k8s.io":
                ServiceDescription.Slice(description, target.Object);
                return true;
            case "serviceaccount":
                description.Head(target.Object);
                description.List(
                    "Image pull secrets", target.Object["imagePullSecrets"].Items.Select(static one => one.Text("name")), "                   ");
                return true;
            case "resourcequota":
                NamespaceDescription.Quota(description, target.Object);
                return false;
            case "limitrange":
                NamespaceDescription.LimitRange(description, target.Object);
                return false;
            case "configmap":
                ConfigMap(description, target.Object);
                return true;
            case "secret":
                Secret(description, target.Object);
                return false;
            default:
                description.Head(target.Object);
                Content(description, 0, target.Object, isRoot: true);
                return true;
        }
    }

    private static void ConfigMap(Description description, JsonValue value)
    {
        description.Head(value);
        description.Line(0, "\nData\n====");
        foreach (var (key, text) in value["data"].Pairs()) description.Line(0, $"{key}:\n----\n{text.AsString()}\n");
        description.Line(0, "\nBinaryData\n====");
        foreach (var (key, data) in value["binaryData"].Pairs()) description.Line(0, $"{key}: {Size(data)} bytes");
        description.Line(0, "");
    }

    private static void Secret(Description description, JsonValue value)
    {
        description.Head(value);
        description.Line(0, $"\nType:\t{value.Text("type")}");
        description.Line(0, "\nData\n====");
        foreach (var (key, data) in value["data"].Pairs()) description.Line(0, $"{key}:\t{Size(data)} bytes");
    }

    private static string Size(JsonValue data) => Convert.FromBase64String(data.AsString() ?? "").Length.ToString(CultureInfo.InvariantCulture);

    private static void Content(Description description, int level, JsonValue value, bool isRoot = false, bool isMetadata = false)
    {
        foreach (var (name, member) in value.Pairs())
        {
            if (isMetadata && s_shown.Contains(name)) continue;
            if (member.Kind == JsonKind.Object)
            {
                description.Line(level, $"{Label(name)}:");
                Content(description, level + 1, member, isMetadata: isRoot && name == "metadata");
            }
            else if (member.Kind == JsonKind.Array)
            {
                description.Line(level, $"{Label(name)}:");
                foreach (var item in member.Items)
                {
                    if (item.Kind == JsonKind.Object) Content(description, level + 1, item);
                    else description.Line(level + 1, JsonText.Plain(item));
                }
            }
            else
            {
                description.Line(level, $"{Label(name)}:\t{JsonText.Plain(member)}");
            }
        }
    }

    /// <summary><c>restartPolicy</c> becomes <c>Restart Policy</c>; a name with digits or dots stays.</summary>
    private static string Label(string name)
    {
        if (name.Any(static unit => !char.IsLetter(unit) && unit != '-')) return name;
        return string.Join(' ', Words(name).Select(static word =>
            s_acronyms.Contains(word.ToUpperInvariant()) ? word.ToUpperInvariant()
            : !word.Any(char.IsUpper) ? char.ToUpperInvariant(word[0]) + word[1..] : word));
    }

    /// <summary>Splits where an upper-case letter follows a lower-case one, and before the last of several.</summary>
    private static IEnumerable<string> Words(string name)
    {
        var start = 0;
        for (var i = 1; i < name.Length; i++)
        {
            var starts = char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (!starts) continue;
            yield return name[start..i];
            start = i;
        }

        yield return name[start..];
    }
}
