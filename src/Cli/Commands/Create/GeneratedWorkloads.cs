using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.Cli.Commands.Create;

/// <summary>Deployments and jobs as kubectl makes them of flags.</summary>
internal static class GeneratedWorkloads
{
    public static JsonValue Deployment(Invocation run, string name)
    {
        var images = run.Flags.Values("image").SelectMany(static image => image.Split(',')).ToList();
        if (images.Count == 0) throw new CliException("required flag(s) \"image\" not set");
        var command = Command(run);
        if (images.Count > 1 && !command.IsNull) throw new CliException("cannot specify multiple --image options and command");
        var port = run.Flags.Int("port");
        var labels = GeneratedObjects.Labels(name);
        var containers = images.Select((image, i) => JsonMaps.Of(
            ("command", command), ("image", image), ("name", ContainerName(image)),
            ("ports", i == 0 && port >= 0 ? JsonMaps.ListOf(JsonMaps.Of(("containerPort", port))) : default), ("resources", JsonMaps.Of())));
        return JsonMaps.Of(
            ("apiVersion", "apps/v1"), ("kind", "Deployment"), ("metadata", GeneratedObjects.Metadata(name, labels)),
            ("spec", JsonMaps.Of(
                ("replicas", run.Flags.Int("replicas")),
                ("selector", JsonMaps.Of(("matchLabels", labels))),
                ("strategy", JsonMaps.Of()),
                ("template", JsonMaps.Of(("metadata", JsonMaps.Of(("labels", labels))), ("spec", JsonMaps.Of(("containers", JsonMaps.ListOf(containers)))))))),
            ("status", JsonMaps.Of()));
    }

    public static async Task<JsonValue> JobAsync(Invocation run, string name, CancellationToken cancel)
    {
        var (image, from) = (run.Flags["image"], run.Flags["from"]);
        if (image.Length == 0 && from.Length == 0) throw new CliException("either --image or --from must be specified");
        if (image.Length > 0 && from.Length > 0) throw new CliException("either --image or --from must be specified");
        if (from.Length == 0) return Job(name, PodSpec(image, name, Command(run), "Never"));
        var (resource, source) = ResourceArguments.Read([from], await run.Cluster.ResourcesAsync(cancel), run.Options.Program)[0];
        if (resource.Kind.Kind != "CronJob") throw new CliException($"from must be an existing cronjob: {from}");
        var path = ResourcePath.Of(resource, await run.Cluster.NamespaceAsync(cancel), source);
        var cronJob = (await (await run.Cluster.RequestsAsync(cancel)).GetAsync(path, cancel)).Value;
        var template = cronJob.At("spec", "jobTemplate");
        var owner = JsonMaps.Of(
            ("apiVersion", "batch/v1"), ("controller", true), ("kind", "CronJob"), ("name", source), ("uid", cronJob.Text("metadata", "uid")));
        var annotations = template.At("metadata", "annotations").Kind == JsonKind.Object ? template.At("metadata", "annotations") : JsonMaps.Of();
        return JsonMaps.Of(
            ("apiVersion", "batch/v1"), ("kind", "Job"),
            ("metadata", GeneratedObjects.Metadata(name, template.At("metadata", "labels"))
                .With("annotations", annotations.With("cronjob.kubernetes.io/instantiate", "manual")).With("ownerReferences", JsonMaps.ListOf(owner))),
            ("spec", template["spec"]));
    }

    public static JsonValue CronJob(Invocation run, string name)
    {
        if (run.Flags["image"].Length == 0) throw new CliException("required flag(s) \"image\" not set");
        if (run.Flags["schedule"].Length == 0) throw new CliException("required flag(s) \"schedule\" not set");
        var job = Job(name, PodSpec(run.Flags["image"], name, Command(run), run.Flags["restart"]));
        return JsonMaps.Of(
            ("apiVersion", "batch/v1"), ("kind", "CronJob"), ("metadata", GeneratedObjects.Metadata(name)),
            ("spec", JsonMaps.Of(
                ("jobTemplate", JsonMaps.Of(("metadata", GeneratedObjects.Metadata(name)), ("spec", job["spec"]))),
                ("schedule", run.Flags["schedule"]))),
            ("status", JsonMaps.Of()));
    }

    private static JsonValue Job(string name, JsonValue podSpec) => JsonMaps.Of(
        ("apiVersion", "batch/v1"), ("kind", "Job"), ("metadata", GeneratedObjects.Metadata(name)),
        ("spec", JsonMaps.Of(("template", JsonMaps.Of(("metadata", JsonMaps.Of()), ("spec", podSpec))))), ("status", JsonMaps.Of()));

    private static JsonValue PodSpec(string image, string name, JsonValue command, string restart) => JsonMaps.Of(
        ("containers", JsonMaps.ListOf(JsonMaps.Of(("command", command), ("image", image), ("name", name), ("resources", JsonMaps.Of())))),
        ("restartPolicy", restart));

    private static JsonValue Command(Invocation run) => run.Flags.Dash >= 0 && run.Arguments.Count > run.Flags.Dash
        ? JsonMaps.ListOf(run.Arguments[run.Flags.Dash..].Select(JsonValue.From))
        : default;

    /// <summary>The image's last part without tag and digest, in characters a name may have.</summary>
    private static string ContainerName(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        var end = name.AsSpan().IndexOfAny(':', '@');
        if (end >= 0) name = name[..end];
        name = string.Concat(name.ToLowerInvariant().Select(static unit => char.IsAsciiLetterOrDigit(unit) || unit == '-' ? unit : '-')).Trim('-');
        return name.Length > 0 ? name : throw new CliException($"invalid image name {QuotedText.Of(image)}");
    }
}
