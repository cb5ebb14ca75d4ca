using Kybernet.ApiServer.Audit;
using Kybernet.ApiServer.Authentication;
using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Components;
using Kybernet.ApiServer.Connections;
using Kybernet.ApiServer.FlowControl;
using Kybernet.ApiServer.FlowControl.Work;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Loopback;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Reviews;
using Kybernet.ApiServer.Tables;
using Kybernet.Machinery.Json;
using Kybernet.Store;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer;

/// <summary>Puts the parts of the pipeline together.</summary>
internal static class RequestPipeline
{
    /// <summary>What calls of the same process need: all of a server that does not listen.</summary>
    public static LoopbackParts Shared(PipelineParts parts)
    {
        IReview[] reviews = [new SelfReview(parts.Time), new TokenReviews(parts.Authenticators.Tokens), .. AccessReviews.Of(parts.Authorizer, parts.Rules)];
        return new(
            parts.Registry, parts.Authorizer, new(BuiltInApi.Scheme, parts.Decoding, kind => parts.Registry.Custom.Find(kind)),
            new(parts.Registry, parts.Authenticators.Accounts), reviews,
            new(parts.Registry, parts.ServerAddress, parts.Options.Version.GitVersion), parts.Auditor);
    }

    /// <summary>What calls over HTTP need beside.</summary>
    public static (ApiHandler Handler, FlowController? Flow) Http(PipelineParts parts, LoopbackParts shared, NodeConnections connections)
    {
        var (options, registry, time) = (parts.Options, parts.Registry, parts.Time);
        var (bodies, subresources, reviews, documents) = (shared.Bodies, shared.Subresources, shared.Reviews, shared.Documents);
        var limit = new InFlightLimit(options.MaxReadsInFlight, options.MaxWritesInFlight);
        var watches = new WatchCounts();
        var flow = options.HasPriorityAndFairness
            ? new FlowController(options.MaxReadsInFlight + options.MaxWritesInFlight, time, new(WorkEstimator.CountIn(registry), watches), new())
            : null;
        var metrics = new ApiServerMetrics(limit, flow, () => registry, time);
        var wallTime = options.CertificateTime ?? time;
        var reads = new ReadHandlers(TablePrinters.Create(), new(BulkTurns.ForProcessors(Environment.ProcessorCount, wallTime)), time);
        var (accounts, tokens) = (parts.Authenticators.Accounts, parts.Authenticators.Tokens);
        var router = new ResourceRouter(
            registry, reads, new(reads, BuiltInApi.Scheme, time), new(bodies, reads), new(bodies, reads), new(bodies, registry, reads, reviews, subresources),
            new(connections, registry, parts.Authorizer),
            new(ComponentStatuses.Checks(parts.Store, options.OwnComponents), reads));
        var services = parts.KeyServices is { } problem ? new HealthCheck("kms-providers", problem, false) : null;
        var health = new HealthChecks(
            [new("ping", static () => null, true), new("shutdown", parts.Readiness, false), .. services is null ? (HealthCheck[])[] : [services]]);
        var paths = new PathRouter(() => documents.Discovery, new(() => documents.OpenApi), health, metrics, options.Version,
            new(accounts, parts.ServerAddress), flow is null ? null : new(flow, time));
        var users = new ConnectionUsers(
            new(options.FrontProxy, wallTime), new(options.CurrentClientAuthorities ?? (() => options.ClientAuthorities), wallTime),
            tokens, AuthenticationOf(options), wallTime);
        var turns = CrowdTurns.ForProcessors(Environment.ProcessorCount, wallTime);
        var handler = new ApiHandler(users, parts.Authorizer, new(flow, watches, limit, options.RequestTimeout, turns, time), router, paths, metrics, time,
            parts.Loggers.CreateLogger("Kybernet.ApiServer"))
        {
            Shutdown = parts.Shutdown,
            Auditor = parts.Auditor,
        };
        return (handler, flow);
    }

    /// <summary>Where everything is allowed, nobody is let in without a name. Upstream: <c>BuiltInAuthenticationOptions.ApplyAuthorization</c>.</summary>
    private static AuthenticationOptions AuthenticationOf(ApiServerOptions options) =>
        options.AuthorizationModes.Contains(AuthorizationModes.AlwaysAllow)
            ? options.Authentication with { AllowsAnonymous = false }
            : options.Authentication;
}

/// <summary>What a pipeline is made with.</summary>
/// <param name="Options">The server's options.</param>
/// <param name="Authenticators">Who knows tokens.</param>
/// <param name="Registry">The resources.</param>
/// <param name="Decoding">How bodies are read.</param>
/// <param name="Authorizer">Who may do what.</param>
/// <param name="Rules">What all somebody may do.</param>
/// <param name="Store">Where everything is kept.</param>
/// <param name="ServerAddress">Where the server is, once it listens.</param>
/// <param name="Readiness">What keeps the server from being ready; null when nothing does.</param>
/// <param name="Time">The clock.</param>
/// <param name="Loggers">Where failures are said.</param>
/// <param name="Auditor">Writes what is done; null when nothing is audited.</param>
/// <param name="Shutdown">Cancelled when the server begins to stop.</param>
internal sealed record PipelineParts(
    ApiServerOptions Options, AuthenticatorSet Authenticators, ResourceRegistry Registry, DecodeOptions Decoding, IAuthorizer Authorizer, IRuleResolver Rules,
    IStore Store,
    Func<string> ServerAddress,
    Func<string?> Readiness, TimeProvider Time, ILoggerFactory Loggers, Auditor? Auditor, CancellationToken Shutdown)
{
    /// <summary>What is wrong with the services that keep keys of the store; null where there are none.</summary>
    public Func<string?>? KeyServices { get; init; }
}
