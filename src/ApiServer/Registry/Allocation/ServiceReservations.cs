using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Services;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Allocation;

/// <summary>Cluster IPs and node ports of services, taken before a service is written. Upstream: <c>pkg/registry/core/service/storage/alloc.go</c>.</summary>
internal sealed class ServiceReservations(ClusterIpAllocator addresses, NodePortAllocator ports) : IReservations
{
    public async ValueTask<Outcome<Reserved>> ReserveAsync(IObject? value, IObject? old, bool isDryRun, CancellationToken cancel)
    {
        var (service, before) = ((Service?)value, (Service?)old);
        if (service is null) return new Reserved(null,
            new Taken(this, ClusterIpPlan.ForDelete(before!), NodePortPlan.ForDelete(before!), isDryRun).SettleAsync);
        var errors = new FieldErrorList();
        service = ServiceFamilies.Assign(service, before, addresses.Families, static (given, was, found) =>
            ServiceClusterIpRules.Check(given, was, found), errors);
        if (!errors.IsEmpty) return Invalid(service, errors);

        var ipPlan = before is null ? ClusterIpPlan.ForCreate(service) : ClusterIpPlan.ForUpdate(service, before);
        var portPlan = before is null ? NodePortPlan.ForCreate(service) : NodePortPlan.ForUpdate(service, before);
        var taken = new Taken(this, ipPlan, portPlan, isDryRun);
        try
        {
            service = await TakeAddressesAsync(service, taken, errors, cancel);
            if (errors.IsEmpty) service = await TakePortsAsync(service, taken, errors, cancel);
        }
        catch (IOException e)
        {
            await taken.SettleAsync(false);
            return ApiError.InternalError(e.Message);
        }

        if (errors.IsEmpty) return new Reserved(service, taken.SettleAsync);
        await taken.SettleAsync(false);
        return Invalid(service, errors);
    }

    private async ValueTask<Service> TakeAddressesAsync(Service service, Taken taken, FieldErrorList errors, CancellationToken cancel)
    {
        foreach (var request in taken.Addresses.Wanted.ToArray())
        {
            var (address, problem) = await addresses.TakeAsync(service, request, taken.IsDryRun, cancel);
            if (problem is not null)
            {
                var path = FieldPath.Of("spec").Child("clusterIPs");
                errors.Add(FieldError.Invalid(path, FieldValue.JsonStrings(service.Spec.ClusterIPs), $"failed to allocate IP {request.Address}: {problem}"));
                return service;
            }

            taken.GotAddresses.Add(address!);
        }

        return taken.Addresses.Apply(service, taken.GotAddresses.ToListOf());
    }

    private async ValueTask<Service> TakePortsAsync(Service service, Taken taken, FieldErrorList errors, CancellationToken cancel)
    {
        foreach (var request in taken.Ports.Wanted.ToArray())
        {
            var (port, problem) = await ports.TakeAsync(request.Port, taken.IsDryRun, cancel);
            if (problem is not null)
            {
                var path = request.Position == NodePortPlan.HealthCheck
                    ? FieldPath.Of("spec").Child("healthCheckNodePort")
                    : FieldPath.Of("spec").Child("ports").Index(request.Position).Child("nodePort");
                errors.Add(FieldError.Invalid(path, request.Port, problem));
                return service;
            }

            taken.GotPorts.Add(port);
        }

        return taken.Ports.Apply(service, taken.GotPorts.ToListOf());
    }

    private static ApiError Invalid(Service service, FieldErrorList errors) => ApiError.Invalid(Service.Gvk.GroupKind, service.Metadata.Name, errors);

    /// <summary>What one write took, and what it gives back when it is done.</summary>
    private sealed class Taken(ServiceReservations owner, ClusterIpPlan addresses, NodePortPlan ports, bool isDryRun)
    {
        public ClusterIpPlan Addresses => addresses;

        public NodePortPlan Ports => ports;

        public bool IsDryRun => isDryRun;

        public List<string> GotAddresses { get; } = [];

        public List<int> GotPorts { get; } = [];

        // Runs to its end even if the client is gone: what is not given back is lost.
        public async ValueTask SettleAsync(bool isWritten)
        {
            if (isDryRun) return;
            foreach (var address in isWritten ? addresses.Released.ToArray()
                : [.. GotAddresses]) await owner.Addresses.ReleaseAsync(address, CancellationToken.None);
            foreach (var port in isWritten ? ports.Released.ToArray() : [.. GotPorts]) await owner.Ports.ReleaseAsync(port, CancellationToken.None);
        }
    }

    private ClusterIpAllocator Addresses => addresses;

    private NodePortAllocator Ports => ports;
}
