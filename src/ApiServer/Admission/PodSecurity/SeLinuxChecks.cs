using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>Rules about SELinux labels.</summary>
internal static class SeLinuxChecks
{
    public static Violation? Original(ObjectMeta metadata, PodSpec spec) => Check(spec, hasEngine: false);

    public static Violation? WithEngine(ObjectMeta metadata, PodSpec spec) => Check(spec, hasEngine: true);

    private static Violation? Check(PodSpec spec, bool hasEngine)
    {
        var bad = new Offenders();
        bool hasUser = false, hasRole = false;
        if (IsBad(spec.SecurityContext?.SeLinuxOptions)) bad.AddPod();
        foreach (var container in PodContainers.All(spec))
            if (IsBad(container.SecurityContext?.SeLinuxOptions)) bad.Add(container.Name);
        if (!bad.Any) return null;
        var details = new List<string>();
        if (bad.Values.Count > 0) details.Add($"{Offenders.Plural("type", "types", bad.Values.Count)} {bad.QuotedValues}");
        if (hasUser) details.Add("user may not be set");
        if (hasRole) details.Add("role may not be set");
        return new("seLinuxOptions", $"{bad.Text} set forbidden securityContext.seLinuxOptions: {string.Join("; ", details)}");

        bool IsBad(SELinuxOptions? options)
        {
            if (options is null) return false;
            var isType = options.Type is "" or "container_t" or "container_init_t" or "container_kvm_t" || (hasEngine && options.Type == "container_engine_t");
            if (!isType) bad.AddValue(options.Type);
            hasUser |= options.User.Length > 0;
            hasRole |= options.Role.Length > 0;
            return !isType || options.User.Length > 0 || options.Role.Length > 0;
        }
    }
}
