using Kybernet.Cli.Flags;
using Kybernet.Cli.Printers.JsonPaths;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Printers;

/// <summary>Prints objects in the format of <c>-o</c>. Upstream: cli-runtime/pkg/genericclioptions/print_flags.go.</summary>
internal sealed class ObjectPrinter
{
    private readonly Func<JsonValue, string> _print;
    private int _printed;

    private ObjectPrinter(Func<JsonValue, string> print) => _print = print;

    /// <summary>The format needs no table of the server.</summary>
    public static bool IsFormat(string output) => output.Length > 0 && output != "wide";

    /// <exception cref="CliException">There is no such format.</exception>
    public static ObjectPrinter Of(string output, FlagValues flags, bool hasColumns = true)
    {
        var equals = output.IndexOf('=', StringComparison.Ordinal);
        var (format, argument) = equals < 0 ? (output, "") : (output[..equals], output[(equals + 1)..]);
        if (argument.Length == 0) argument = flags["template"];
        var keepsManagers = flags.Is("show-managed-fields");
        JsonValue Clean(JsonValue value) => keepsManagers ? value : WithoutManagedFields(value);
        switch (format)
        {
            case "json":
                return new(value => JsonText.Indented(Clean(value)));
            case "yaml":
                var printer = new ObjectPrinter(value => JsonText.Yaml(Clean(value)));
                return new(value => (printer._printed++ > 0 ? "---\n" : "") + printer._print(value));
            case "name":
                return new(value => string.Concat(Each(value).Select(static item => NameOf(item) + "\n")));
            case "jsonpath":
            case "jsonpath-file":
                if (argument.Length == 0) throw new CliException("template format specified but no template given");
                var path = new PathTemplate(format == "jsonpath" ? argument : File.ReadAllText(argument));
                return new(path.Format);
            case "jsonpath-as-json":
                var finder = new PathTemplate(argument);
                return new(value => JsonText.Indented(JsonMaps.ListOf(finder.Find(value))));
            case "custom-columns" when hasColumns:
            case "custom-columns-file" when hasColumns:
                var columns = format == "custom-columns" ? new CustomColumns(argument) : ColumnFile.Read(argument);
                var headers = !flags.Is("no-headers");
                return new(value =>
                {
                    var text = columns.Write(Each(value), headers);
                    headers = false;
                    return text;
                });
            default:
                throw new CliException(
                    $"unable to match a printer suitable for the output format \"{output}\", allowed formats are: {Allowed(hasColumns)}");
        }
    }

    public string Print(JsonValue value) => _print(value);

    /// <summary><c>deployment.apps/web</c>.</summary>
    public static string NameOf(JsonValue value)
    {
        var (apiVersion, kind) = (value.Text("apiVersion"), value.Text("kind").ToLowerInvariant());
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? $"{kind}/{value.Name()}" : $"{kind}.{apiVersion[..slash]}/{value.Name()}";
    }

    public static JsonValue WithoutManagedFields(JsonValue value)
    {
        if (value["items"].Kind == JsonKind.Array) return value.With("items", JsonMaps.ListOf(value["items"].Items.Select(WithoutManagedFields)));
        return value["metadata"].Members.ContainsKey("managedFields") ? value.With("metadata", value["metadata"].Without("managedFields")) : value;
    }

    private static Machinery.Collections.ListOf<JsonValue> Each(JsonValue value) =>
        value["items"].Kind == JsonKind.Array ? value["items"].Items : [value];

    private static string Allowed(bool hasColumns) => hasColumns
        ? "custom-columns,custom-columns-file,json,jsonpath,jsonpath-as-json,jsonpath-file,name,wide,yaml"
        : "json,jsonpath,jsonpath-as-json,jsonpath-file,name,yaml";
}
