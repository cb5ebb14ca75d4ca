using System.Globalization;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>The environment of a container. Upstream: <c>describeContainerEnvVars</c>, <c>describeContainerEnvFrom</c>.</summary>
/// <param name="description">Where it is written.</param>
/// <param name="pod">Whose fields variables take; null for a template.</param>
internal sealed class VariableDescription(Description description, JsonValue? pod)
{
    public void Write(JsonValue container)
    {
        var sources = container["envFrom"].Items;
        if (sources.Count > 0)
        {
            description.Line(2, "Environment Variables from:");
            foreach (var source in sources.ToArray()) Source(source);
        }

        var variables = container["env"].Items;
        description.Line(2, variables.Count == 0 ? "Environment:\t<none>" : "Environment:");
        foreach (var variable in variables.ToArray()) Variable(container, variable);
    }

    private void Source(JsonValue source)
    {
        var isMap = !source["configMapRef"].IsNull;
        var origin = isMap ? source["configMapRef"] : source["secretRef"];
        var from = isMap ? "ConfigMap" : source["secretRef"].IsNull ? "" : "Secret";
        if (source.Text("prefix") is { Length: > 0 } prefix) from += $" with prefix '{prefix}'";
        description.Line(3, $"{origin.Text("name")}\t{from}\tOptional: {IsOptional(origin)}");
    }

    private void Variable(JsonValue container, JsonValue variable)
    {
        var name = variable.Text("name");
        var from = variable["valueFrom"];
        if (from.IsNull)
        {
            foreach (var (i, line) in variable.Text("value").Split('\n').Index()) description.Line(3, i == 0 ? $"{name}:\t{line}" : $"\t{line}");
        }
        else if (from["fieldRef"] is { IsNull: false } field)
        {
            var value = pod is { } owner ? PodField(owner, field.Text("fieldPath")) : "";
            description.Line(3, $"{name}:\t{value} ({field.Text("apiVersion")}:{field.Text("fieldPath")})");
        }
        else if (from["resourceFieldRef"] is { IsNull: false } resource)
        {
            var value = Amount(container, resource);
            var what = resource.Text("resource");
            if (value == "0" && what is ("limits.cpu" or "limits.memory")) value = "node allocatable";
            description.Line(3, $"{name}:\t{value} ({what})");
        }
        else if (from["secretKeyRef"] is { IsNull: false } secret)
        {
            description.Line(
                3, $"{name}:\t<set to the key '{secret.Text("key")}' in secret '{secret.Text("name")}'>\tOptional: {IsOptional(secret)}");
        }
        else if (from["configMapKeyRef"] is { IsNull: false } map)
        {
            description.Line(3, $"{name}:\t<set to the key '{map.Text("key")}' of config map '{map.Text("name")}'>\tOptional: {IsOptional(map)}");
        }
    }

    private static string IsOptional(JsonValue reference) => reference["optional"].AsBool() == true ? "true" : "false";

    // kubectl knows the values of no other fields.
    private static string PodField(JsonValue pod, string path) => path is "metadata.name" or "metadata.namespace" ? pod.Text(path.Split('.')) : "";

    /// <summary>A request or limit in units of the divisor, rounded up. Empty for a resource that cannot be taken.</summary>
    private static string Amount(JsonValue container, JsonValue reference)
    {
        if (reference.Text("resource").Split('.', 2) is not [var side and ("limits" or "requests"), var name]) return "";
        var (given, divisor) = (Parse(container.Text("resources", side, name)), Parse(reference["divisor"].AsString() ?? ""));
        if (divisor.IsZero) divisor = Quantity.New(1, QuantityFormat.DecimalSI);
        var units = name == "cpu" ? (double)given.MilliValue() / divisor.MilliValue() : (double)given.Value() / divisor.Value();
        return Math.Ceiling(units).ToString(CultureInfo.InvariantCulture);
    }

    private static Quantity Parse(string quantity) => Quantity.TryParse(quantity, out var parsed) ? parsed : default;
}
