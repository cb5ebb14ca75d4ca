using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.StatefulSets;

/// <summary>A template of a StatefulSet, by the name of the ControllerRevision that keeps it.</summary>
public sealed record StatefulRevision(string Name, PodTemplateSpec Template);

/// <summary>The template a StatefulSet comes from and the one it goes to; the same while nothing is rolled out.</summary>
/// <param name="Current">That the set comes from.</param>
/// <param name="Update">That it has now.</param>
/// <param name="Collisions">How often a name of a revision was taken.</param>
public sealed record StatefulRevisions(StatefulRevision Current, StatefulRevision Update, int? Collisions);
