using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Pods;

/// <summary>
/// A pod template as ControllerRevisions keep it: the strategic merge patch that gives an owner this template. Upstream: <c>getPatch</c> of
/// <c>daemon/update.go</c> and <c>statefulset/stateful_set_utils.go</c>.
/// </summary>
/// <remarks>Members are in the order of their names at every depth: clients compare the bytes.</remarks>
public static class TemplatePatch
{
    public static RawExtension Of(PodTemplateSpec template)
    {
        using var writer = new JsonWriter();
        template.WriteJson(writer);
        var reader = new JsonReader(writer.Written, DecodeOptions.Default);
        var patch = JsonValueCodec.ReadJson(ref reader).With("$patch", "replace");
        return RawExtension.FromJson(Encoding.UTF8.GetBytes($"{{\"spec\":{{\"template\":{patch}}}}}"));
    }
}
