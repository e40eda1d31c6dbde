using System.Security.Cryptography.X509Certificates;

namespace LogOperator.Operator.Certificates;

/// <summary>Who the operator is to agents, and whose agents it believes.</summary>
/// <param name="Pair">Its certificate.</param>
/// <param name="Trusted">Authorities that an agent's certificate must come from.</param>
internal sealed record ClientIdentity(CertificatePair Pair, X509Certificate2Collection Trusted);
