using System.Security.Cryptography;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Http;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Registry.Allocation;

/// <summary>
/// Gives services their cluster IPs. An address is taken by creating the IPAddress object of its name, so that any number of API
/// servers on one store never give out the same twice. Upstream: <c>pkg/registry/core/service/ipallocator/ipallocator.go</c>.
/// </summary>
internal sealed class ClusterIpAllocator(Func<Resource> addresses, ListOf<IpRange> ranges)
{
    private const string ManagedBy = "ipaddress.kubernetes.io/managed-by";
    private const string IpFamilyLabel = "ipaddress.kubernetes.io/ip-family";

    private static readonly WriteRequest s_server = new()
    {
        User = new() { Name = "system:apiserver", Groups = [UserInfo.SystemMasters] },
        Namespace = "",
        FieldManager = "kube-apiserver",
    };

    public ConfiguredFamilies Families { get; } = new(ranges.Select(range => range.Family).ToListOf());

    /// <summary>Takes the address the request names, or any of its family.</summary>
    /// <returns>The address, or what keeps it from being taken, in upstream's words.</returns>
    public async ValueTask<(string? Address, string? Problem)> TakeAsync(Service service, ClusterIpPlan.Request request, bool isDryRun,
        CancellationToken cancel)
    {
        if (ranges.FirstOrDefault(candidate => candidate.Family == request.Family) is not { } range) return (null,
            $"no range for {request.Family} is configured");
        if (request.Address.Length > 0)
        {
            if (!IpAddress.TryParse(request.Address, out var named) || !range.Holds(named))
                return (null, "the provided network does not match the current range");
            if (range.OffsetOf(named) is null)
                return (null, $"provided IP is not in the valid range. The range of valid IPs is {range}");
            return await TryTakeAsync(service, named, isDryRun, cancel) ? (named.ToString(), null) : (null, "provided IP is already allocated");
        }

        foreach (var offset in SearchOrder.Offsets(range.Size, range.StaticBand, Any(), Any()))
        {
            var address = range.AddressAt(offset);
            if (await TryTakeAsync(service, address, isDryRun, cancel)) return (address.ToString(), null);
        }

        return (null, "range is full");
    }

    public async ValueTask ReleaseAsync(string address, CancellationToken cancel)
    {
        if (!IpAddress.TryParse(address, out var parsed)) return;
        await ObjectDeleter.DeleteAsync(addresses(), s_server with { Name = parsed.ToString() }, DeleteOptions.Empty, cancel);
    }

    private async ValueTask<bool> TryTakeAsync(Service service, IpAddress address, bool isDryRun, CancellationToken cancel)
    {
        var name = address.ToString();
        if (addresses().Cache.Snapshot.Objects.Find(name) is { } taken)
            return taken.Value is IPAddress { Spec.ParentRef: { } parent } && parent.Namespace == service.Metadata.Namespace
                && parent.Name == service.Metadata.Name && isDryRun;
        if (isDryRun) return true;
        var created = await ObjectCreator.CreateAsync(addresses(), WriteHandlers.Defaulted(addresses(), new IPAddress
        {
            Metadata = new() { Name = name, Labels = MapOf.Of((IpFamilyLabel, address.Family), (ManagedBy, "ipallocator.k8s.io")) },
            Spec = new() { ParentRef = new() { Resource = "services", Namespace = service.Metadata.Namespace, Name = service.Metadata.Name } },
        }), s_server, cancel);
        if (created.IsOk) return true;
        return created.Error.IsAlreadyExists ? false : throw new IOException(created.Error.Message);
    }

    private static ulong Any() => (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
}
